// SPDX-License-Identifier: Apache-2.0
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/system/random.hpp"
#include "base/text/given_value.hpp"
#include "base/text/reason.hpp"
#include "base/text/unicode.hpp"
#include "cli/commands.hpp"
#include "cli/login/prompts.hpp"
#include "cli/login/session_login.hpp"
#include "ring/login/refresh.hpp"
#include "ring/login/wrapped_token.hpp"
#include "settings/pending_login.hpp"

#include <fmt/format.h>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

constexpr std::size_t k_password_file_limit = std::size_t{64} << 10;

/// The first line of the password's file, or of standard input, of which the code may follow in the
/// next line.
base::Secret read_password_file(Context& context, const std::string& file) {
    std::optional<std::string> text;
    try {
        text = file == "-" ? context.console().read_line(false, context.stop()).value_or("")
                           : base::read_file(base::path_from_utf8(file), k_password_file_limit);
    } catch (const Error& error) {
        if (file == "-") {
            throw;
        }
        throw Error(ErrorCode::usage, fmt::format("--password-file: {}",
                                                  base::with_reason_in_brackets(error.message())));
    }
    if (!text) {
        throw Error(ErrorCode::usage, fmt::format("--password-file: there is no file {}", file));
    }
    return base::Secret(base::take_value(base::ValueKind::password,
                                         "the password that --password-file names",
                                         first_password_line(*text)));
}

/// Asks for what is still missing; only a person at a terminal can be asked.
ring::Credentials ask_for_missing(Context& context, LoginInput input) {
    if (context.console().is_terminal(Stream::input)) {
        if (!input.username) {
            input.username =
                ask_for_value(context, "E-mail address of your Ring account: ", Typing::shown,
                              base::ValueKind::email, [](const std::string&) {
                                  return "That is not an e-mail address: it needs an @, and no "
                                         "blanks.";
                              });
        }
        if (!input.username->empty() && input.password.empty()) {
            input.password = base::Secret(
                ask_for_value(context, "Password (not shown): ", Typing::hidden,
                              base::ValueKind::password, [](const std::string& problem) {
                                  return "What was typed " + problem + ". Try again:";
                              }));
        }
    }
    if (!input.username || input.username->empty()) {
        throw Error(ErrorCode::usage, "no user name given",
                    "give it with --username or RING_USERNAME");
    }
    if (input.password.empty()) {
        throw Error(ErrorCode::usage, "no password given",
                    "give it with --password-file, on standard input with --password-file -, or by "
                    "RING_PASSWORD");
    }
    return {*input.username, input.password};
}

/// Logs in; a password that was typed and is refused can be typed again, three tries in all.
void log_in_by_hand(Context& context, LoginInput input, ring::LoginFlow flow) {
    constexpr int k_most_tries = 3;
    const bool is_typed = input.password.empty() && context.console().is_terminal(Stream::input);
    for (int tries = 1;; ++tries) {
        const ring::Credentials credentials = ask_for_missing(context, input);
        try {
            log_in_with_password(context, credentials, input.code, flow);
            return;
        } catch (const Error& error) {
            if (!is_typed || error.code() != ErrorCode::not_logged_in || tries == k_most_tries) {
                throw;
            }
        }
        context.output().message("That e-mail address or password is wrong. Try again:");
        input.username = credentials.username;
    }
}

void show_token(Context& context) {
    const settings::Settings settings = context.store().load();
    if (settings.refresh_token.empty()) {
        throw Error(ErrorCode::not_logged_in, "there is no stored login to show",
                    "run: ring-snapshot login");
    }
    context.output().warning(
        "whoever has this token has access to your cameras; do not share one login between two "
        "programs");
    const std::string token =
        ring::wrap_refresh_token(settings.refresh_token, settings.hardware_id);
    if (context.output().options().json) {
        context.output().result_json(Json{{"refresh_token", token}});
    } else {
        context.output().result(token);
    }
}

/// The token from standard input: all of it, since it may have been wrapped over lines. A person is
/// asked again.
ring::ImportedToken ask_for_token(Context& context) {
    if (!context.console().is_terminal(Stream::input)) {
        return ring::read_refresh_token(context.console().read_to_end(context.stop()));
    }
    return ask_until(context, "Refresh token (not shown): ", Typing::pasted,
                     [&](const std::string& text) -> std::optional<ring::ImportedToken> {
                         if (base::clean_value(base::ValueKind::text, text).empty()) {
                             return {};
                         }
                         try {
                             return ring::read_refresh_token(text);
                         } catch (const Error& error) {
                             context.output().error(error);
                             return {};
                         }
                     });
}

void import_token(Context& context, const base::Secret& given) {
    const ring::ImportedToken token =
        given.reveal() == "-" ? ask_for_token(context) : ring::read_refresh_token(given.reveal());
    context.cooldowns().throw_if_limited(settings::RateLimitScope::tokens);
    settings::Transaction transaction = context.store().begin(context.stop());
    transaction.prove_writable();
    settings::Settings& settings = transaction.settings;
    settings.forget_session();
    settings.refresh_token = token.refresh_token;
    if (!token.hardware_id.empty()) {
        settings.hardware_id = token.hardware_id;
    } else if (settings.hardware_id.empty()) {
        settings.hardware_id = base::random_uuid();
    }
    const Error denied(ErrorCode::not_logged_in, "Ring does not accept this refresh token",
                       "take the newest one from the other program; each is good for a short time "
                       "once a newer one exists");
    remembering_pause(context, settings::RateLimitScope::tokens, [&] {
        return ring::refresh_tokens(settings, context.client(), context.endpoints(),
                                    context.clock(), denied, context.stop());
    });
    transaction.commit();
}

void say_done(Context& context, bool is_guided = false) {
    if (context.output().options().json) {
        context.output().result_json(Json{{"logged_in", true}});
    } else {
        context.output().notice("logged in; the login is stored in " +
                                base::utf8_from_path(context.store().file()));
        if (!is_guided) {
            context.output().notice(context.output().complete("next: ring-snapshot list"));
        }
    }
}

/// What `login` is to do where a login is stored.
enum class LoginAgain { as_same, as_other, no };

LoginAgain ask_whether_again(Context& context, const settings::Settings& settings) {
    const std::string account =
        settings.username ? " as " + base::masked_email(*settings.username) : "";
    return ask_for_choice<LoginAgain>(
        context,
        fmt::format("Already logged in{}. Log in again, or as somebody else? [again/other/cancel] ",
                    account),
        {{"again", LoginAgain::as_same},
         {"other", LoginAgain::as_other},
         {"cancel", LoginAgain::no}},
        "Please answer again, other or cancel.");
}

ring::LoginFlow parse_flow(const std::string& text) {
    return text == "token"     ? ring::LoginFlow::token
           : text == "browser" ? ring::LoginFlow::browser
                               : ring::LoginFlow::automatic;
}

} // namespace

int run_login(Context& context, const LoginOptions& options) {
    if (options.show_token) {
        show_token(context);
        return 0;
    }
    if (!options.refresh_token.empty()) {
        import_token(context, options.refresh_token);
        context.session().register_device(context.stop());
        context.output().warning("do not share one login between two programs; log in again in "
                                 "the other one");
        say_done(context);
        return 0;
    }
    LoginInput given = options.input;
    if (options.password_file) {
        given.password = read_password_file(context, *options.password_file);
    }
    given = complete_input(given, {});
    const settings::Settings settings = context.store().load();
    LoginInput input = complete_input(given, settings);
    const bool is_question = !given.username && given.code.empty() && input.password.empty() &&
                             context.console().is_terminal(Stream::input);
    if (is_question && settings.is_logged_in()) {
        const LoginAgain again = ask_whether_again(context, settings);
        if (again == LoginAgain::no) {
            context.output().notice("the stored login stays as it is");
            return 0;
        }
        if (again == LoginAgain::as_other) {
            input.username.reset();
        }
    } else if (is_question && input.username) {
        context.output().notice(context.output().complete(
            fmt::format("logging in as {} (for another account run ring-snapshot login "
                        "--username EMAIL)",
                        base::masked_email(*input.username))));
    }
    log_in_by_hand(context, input, options.flow);
    say_done(context, options.is_guided);
    return 0;
}

int run_logout(Context& context, const LogoutOptions&) {
    settings::Store& store = context.store();
    forget_pending_login(store);
    const settings::Settings before = store.load();
    const bool is_stored = before.has_session() || !before.password.empty();
    if (is_stored || before.username) {
        store.update(
            [](settings::Settings& settings) {
                settings.forget_session();
                settings.username.reset();
            },
            context.stop());
    }
    if (!is_stored) {
        context.output().notice("there was no stored login");
        return 0;
    }
    context.output().notice("the stored login is forgotten");
    context.output().notice("to end it at Ring as well, remove \"" + context.device_name() +
                            "\" in the app's Control Center");
    return 0;
}

void declare_login(OptionDeclarer& command, LoginOptions& options) {
    command.add("--username", "EMAIL", options.input.username, "log in with this e-mail address");
    command.add_secret("--password", "PASSWORD", options.input.password,
                       "not recommended: you will be asked");
    command.add("--password-file", "FILE", options.password_file,
                "read the password from the first line of FILE (- for standard input)");
    command.add_secret("--2fa-code", "CODE", options.input.code,
                       "give the two-factor code if you already have it");
    command.add(
        "--flow", "auto|token|browser",
        [&](const std::string& text) { options.flow = parse_flow(text); },
        "choose the way to log in (default auto)");
    command.add_secret(
        "--refresh-token", "TOKEN", options.refresh_token,
        "take over a refresh token, plain or as ring-client-api keeps it (- for standard input)");
    command.add_flag("--show-token", options.show_token,
                     "print the stored refresh token for use in ring-client-api");
}

} // namespace cli
