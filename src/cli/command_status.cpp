// SPDX-License-Identifier: Apache-2.0
#include "base/files.hpp"
#include "base/time_format.hpp"
#include "cli/commands.hpp"
#include "cli/table.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

std::string describe_session(const settings::Settings& settings, base::SystemTime now) {
    if (!settings.has_session()) {
        switch (settings.password_login) {
        case settings::PasswordLogin::code_needed:
            return "none: Ring wants a two-factor code; run: ring-snapshot login";
        case settings::PasswordLogin::refused:
            return "none: Ring refused the password; run: ring-snapshot login";
        case settings::PasswordLogin::untried:
            return "none: run: ring-snapshot login";
        }
    }
    if (!settings.access_token_expires || *settings.access_token_expires <= now) {
        return "stored; the access is renewed at the next run";
    }
    return fmt::format("stored; the access is good until {} and renewed by itself",
                       base::format_local_time(*settings.access_token_expires, "%Y-%m-%d %H:%M"));
}

} // namespace

int run_status(Context& context) {
    settings::Store& store = context.store();
    const bool exists = base::modification_time(store.file()).has_value();
    const settings::Settings settings = store.load();
    const std::string account =
        settings.username ? base::masked_email(*settings.username) : std::string();
    if (context.output().options().json) {
        context.output().result_json(
            Json{{"settings_file", store.file().string()},
                 {"settings_exist", exists},
                 {"account", account.empty() ? Json(nullptr) : Json(account)},
                 {"logged_in", settings.has_session()},
                 {"access_until", settings.access_token_expires
                                      ? Json(base::rfc3339_local(*settings.access_token_expires))
                                      : Json(nullptr)}});
        return 0;
    }
    const std::string file = store.file().string() + (exists ? "" : " (does not exist yet)");
    for (const std::string& line :
         format_table({{"Settings:", file},
                       {"Account:", account.empty() ? "not known" : account},
                       {"Login:", describe_session(settings, context.clock().now())}})) {
        context.output().result(line);
    }
    return 0;
}

} // namespace cli
