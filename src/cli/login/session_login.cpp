// SPDX-License-Identifier: Apache-2.0
#include "cli/login/session_login.hpp"

#include "base/system/random.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "cli/login/login_dialog.hpp"
#include "cli/output/status_ticker.hpp"
#include "ring/login/login.hpp"
#include "ring/login/refresh.hpp"
#include "settings/pending_login.hpp"
#include "settings/refused_password.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using settings::PasswordLogin;

/// How long a script may take to write a code that it has already.
constexpr auto k_time_to_write = std::chrono::seconds(1);

constexpr auto k_login_hint = "log in once by hand: ring-snapshot login";

base::Secret secret_from(base::ValueKind kind, const char* variable) {
    return base::Secret(base::take_variable(kind, variable).value_or(""));
}

/// Shows on a terminal that an answer is being waited for, while it is; so that questions to the
/// user between the requests stand alone. For requests one after the other.
class WaitingClient final : public http::Client {
public:
    /// All must outlive this object.
    WaitingClient(http::Client& inner, Output& output, base::Clock& clock)
        : m_inner(inner), m_output(output), m_clock(clock) {}

    http::Response send(const http::Request& request, std::stop_token stop) override {
        const StatusTicker ticker(m_output, m_clock, waiting_line("waiting for Ring"));
        return m_inner.send(request, std::move(stop));
    }

private:
    http::Client& m_inner;
    Output& m_output;
    base::Clock& m_clock;
};

} // namespace

LoginInput complete_input(const LoginInput& given, const settings::Settings& settings) {
    LoginInput input = given;
    if (!input.username) {
        input.username = base::take_variable(base::ValueKind::email, "RING_USERNAME");
    }
    if (!input.username && settings.username) {
        input.username = base::take_value(base::ValueKind::email, "RingUsername in the settings",
                                          *settings.username, ErrorCode::cannot_write);
    }
    if (input.password.empty()) {
        input.password = secret_from(base::ValueKind::password, "RING_PASSWORD");
    }
    if (input.password.empty() && !settings.password.empty()) {
        input.password =
            base::Secret(base::take_value(base::ValueKind::password, "RingPassword in the settings",
                                          settings.password.reveal(), ErrorCode::cannot_write));
    }
    if (input.code.empty()) {
        input.code = secret_from(base::ValueKind::code, "RING_2FA_CODE");
    }
    return input;
}

void log_in_with_password(Context& context, const ring::Credentials& credentials,
                          const base::Secret& code, ring::LoginFlow flow) {
    settings::Store& store = context.store();
    context.cooldowns().throw_if_limited(settings::RateLimitScope::codes);
    ring::Identity identity;
    {
        // Before a code is sent for nothing; and the id under which Ring sends it stays for good.
        settings::Transaction transaction = store.begin(context.stop());
        if (transaction.settings.hardware_id.empty()) {
            transaction.settings.hardware_id = base::random_uuid();
        }
        identity = {transaction.settings.hardware_id, transaction.settings.user_agent};
        transaction.prove_writable();
    }
    const auto dialog = make_login_dialog(context, credentials.username);
    WaitingClient client(context.client(), context.output(), context.clock());
    const ring::LoginResult result =
        remembering_pause(context, settings::RateLimitScope::codes, [&] {
            return ring::log_in(client, context.endpoints(), identity, context.device_name(),
                                credentials, code, flow, *dialog, context.stop());
        });
    // From here on nothing is stopped: these tokens exist only here.
    store.update(
        [&](settings::Settings& settings) {
            settings.forget_session();
            settings.username = credentials.username;
            settings.hardware_id = result.identity.hardware_id;
            ring::store_tokens(settings, result.tokens, result.encoding, result.identity.user_agent,
                               context.clock().now());
        },
        std::stop_token());
    forget_pending_login(store);
    context.forget_session();
    if (result.tokens.refresh_token.empty()) {
        context.output().warning(fmt::format(
            "this login ends in about {} and then wants a code again: Ring sent nothing "
            "to renew it with",
            base::describe_duration(result.tokens.life)));
    }
    context.session().register_device(context.stop());
}

bool can_answer_prompts(Context& context, const base::Secret& code) {
    Console& console = context.console();
    return console.is_terminal(Stream::input) || !code.empty() ||
           console.input_is_waiting(k_time_to_write);
}

void refuse_repeated_login(Context& context, const settings::Settings& settings,
                           const LoginInput& input) {
    if (settings.password_login == PasswordLogin::untried ||
        can_answer_prompts(context, input.code)) {
        return;
    }
    if (settings.password_login == PasswordLogin::code_needed) {
        throw Error(ErrorCode::two_factor,
                    "Ring wants a two-factor code, and nothing was sent to ask for another",
                    k_login_hint);
    }
    if (!input.is_complete() ||
        settings::may_be_refused_login(settings.refused_password.value_or(""), *input.username,
                                       input.password)) {
        throw Error(ErrorCode::not_logged_in,
                    "Ring refused the password before, so it was not tried again", k_login_hint);
    }
}

void log_in_unattended(Context& context, const ring::Credentials& credentials,
                       const base::Secret& code) {
    settings::Store& store = context.store();
    refuse_repeated_login(context, store.load(),
                          {credentials.username, credentials.password, code});
    try {
        log_in_with_password(context, credentials, code, ring::LoginFlow::automatic);
    } catch (const Error& error) {
        const bool refused = error.code() == ErrorCode::not_logged_in;
        if (error.code() == ErrorCode::two_factor || refused) {
            // Made before the settings are locked, since it takes its time.
            const auto mark = refused ? std::optional(settings::mark_of_refused_login(
                                            credentials.username, credentials.password))
                                      : std::nullopt;
            store.update(
                [&](settings::Settings& settings) {
                    settings.password_login =
                        refused ? PasswordLogin::refused : PasswordLogin::code_needed;
                    settings.refused_password = mark;
                },
                std::stop_token());
        }
        if (error.code() == ErrorCode::slow_down && !error.pause()) {
            // Nobody said for how long, and the next run of a scheduler may be a minute away.
            context.cooldowns().remember(settings::RateLimitScope::codes, ring::k_usual_code_pause);
        }
        if (error.code() == ErrorCode::two_factor && code.empty()) {
            throw Error(error.code(), error.message(),
                        "once the code is there, run: ring-snapshot login --2fa-code CODE");
        }
        throw;
    }
}

void ensure_session(Context& context) {
    const settings::Settings settings = context.store().current();
    if (settings.has_session()) {
        return;
    }
    const LoginInput input = complete_input({}, settings);
    if (input.is_complete()) {
        log_in_unattended(context, {*input.username, input.password}, input.code);
    } else {
        refuse_repeated_login(context, settings, input);
    }
}

} // namespace cli
