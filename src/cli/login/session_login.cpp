// SPDX-License-Identifier: Apache-2.0
#include "cli/login/session_login.hpp"

#include "base/process/environment.hpp"
#include "base/system/random.hpp"
#include "base/text/duration.hpp"
#include "base/text/given_value.hpp"
#include "cli/login/prompts.hpp"
#include "cli/output/status_ticker.hpp"
#include "ring/login/login.hpp"
#include "ring/login/refresh.hpp"
#include "settings/pending_login.hpp"
#include "settings/refused_password.hpp"

#include <fmt/format.h>

#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;
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

using Channel = ring::TwoFactorChallenge::Channel;

constexpr int k_most_new_codes = 2;
/// How long Ring sends no other code when it does not say.
constexpr std::chrono::seconds k_usual_pause{60};

const char* source_of(Channel channel) {
    constexpr std::pair<Channel, const char*> k_sources[] = {
        {Channel::text_message, "Code from your text message"},
        {Channel::email, "Code from your e-mail"},
        {Channel::authenticator_app, "Code from your authenticator app"},
        {Channel::whatsapp, "Code from your WhatsApp message"},
        {Channel::voice_call, "Code from the call to your phone"}};
    for (const auto& [known, source] : k_sources) {
        if (known == channel) {
            return source;
        }
    }
    return "Two-factor code";
}

/// A person at the terminal, who is asked until there is a code that can be one, or standard input.
/// Enter has a new code sent, twice at most, when Ring sends another; never for an app.
class ConsoleDialog final : public ring::LoginDialog {
public:
    ConsoleDialog(Context& context, std::string account)
        : m_context(context),
          m_account(std::move(account)),
          m_next_code_at(context.clock().steady_now() + k_usual_pause) {}

    void code_wanted(const ring::TwoFactorChallenge& challenge) override {
        m_challenge = challenge;
        m_next_code_at =
            m_context.clock().steady_now() + challenge.next_code_after.value_or(k_usual_pause);
        m_context.output().message(
            challenge.is_sent() ? fmt::format("Ring sent a {}code {}",
                                              m_new_codes > 0 ? "new " : "", describe(challenge))
                                : "Ring wants a two-factor code; " + describe(challenge));
    }

    std::optional<base::Secret> ask_code(bool after_wrong_code) override {
        if (after_wrong_code) {
            m_context.output().message(
                "That code is wrong or expired (no new one was sent). Try again:");
        }
        if (!m_context.console().is_terminal(Stream::input)) {
            return read_piped_code();
        }
        for (;;) {
            const auto answer = ask(m_context, question(), Typing::shown);
            if (!answer) {
                m_empty_answers.count();
                continue;
            }
            std::string code = base::clean_value(ValueKind::code, *answer);
            if (code.empty()) {
                if (wants_new_code()) {
                    return base::Secret();
                }
                continue;
            }
            m_empty_answers.reset();
            if (problem_of(ValueKind::code, code).empty()) {
                return base::Secret(std::move(code));
            }
            m_context.output().message("That is not a code; it is a few digits, such as 123456.");
        }
    }

    void keep_pending(const base::Secret& state) override {
        keep_pending_login(m_context.store(), m_account, state, m_context.clock().now());
    }

    std::optional<base::Secret> pending() override {
        return find_pending_login(m_context.store(), m_account, m_context.clock().now());
    }

    void hardware_id_replaced(const std::string& hardware_id) override {
        m_context.store().update(
            [&](settings::Settings& settings) {
                // The tokens of a login that still works belong to its id.
                if (!settings.has_session()) {
                    settings.hardware_id = hardware_id;
                }
            },
            m_context.stop());
    }

private:
    std::optional<base::Secret> read_piped_code() {
        const auto line = ask(m_context, "", Typing::shown);
        std::string code = base::clean_value(ValueKind::code, line.value_or(""));
        if (code.empty()) {
            return std::nullopt;
        }
        if (!problem_of(ValueKind::code, code).empty()) {
            throw Error(ErrorCode::two_factor,
                        "the line on standard input is not a two-factor code",
                        "it is a few digits, such as 123456");
        }
        return base::Secret(std::move(code));
    }

    std::string question() const {
        return fmt::format(
            "{}{}: ", source_of(m_challenge ? m_challenge->channel : Channel::unknown),
            can_send_new_code() ? " (Enter: send a new one)" : "");
    }

    bool can_send_new_code() const {
        return m_new_codes < k_most_new_codes && (!m_challenge || m_challenge->is_sent());
    }

    /// Whether Enter may send a new code now; tells the user why not.
    bool wants_new_code() {
        Output& output = m_context.output();
        if (!can_send_new_code()) {
            output.message(m_new_codes < k_most_new_codes
                               ? "Your authenticator app shows the code; Ring sends none."
                               : "No more codes are sent in this login; the newest one counts.");
            m_empty_answers.count();
            return false;
        }
        m_empty_answers.reset();
        const auto left = m_next_code_at - m_context.clock().steady_now();
        if (left > std::chrono::seconds(0)) {
            output.message(fmt::format(
                "Ring sends another code in {} at the earliest.",
                base::describe_duration(std::chrono::ceil<std::chrono::seconds>(left))));
            return false;
        }
        ++m_new_codes;
        return true;
    }

    Context& m_context;
    std::string m_account;
    /// Where the code was sent; std::nullopt when one was given up front.
    std::optional<ring::TwoFactorChallenge> m_challenge;
    base::SteadyTime m_next_code_at;
    int m_new_codes = 0;
    EmptyAnswers m_empty_answers;
};

/// How to go on with the code once it is there. A password that stood in the settings does so no
/// longer by then.
/// @param before  as they were before the login
std::string hint_for_code(const ring::Credentials& credentials, const settings::Settings& before) {
    // What cannot be used there was not taken from there.
    const auto has = [](ValueKind kind, const char* name, std::string_view value) {
        const auto text = base::environment_variable(name);
        return text && base::clean_value(kind, *text) == value;
    };
    const bool has_password =
        has(ValueKind::password, "RING_PASSWORD", credentials.password.reveal());
    const bool has_username = has(ValueKind::email, "RING_USERNAME", credentials.username);
    const bool needs_environment =
        has_password || (has_username && before.username != credentials.username);
    return fmt::format("once the code is there, run{}: ring-snapshot login{} --2fa-code CODE",
                       needs_environment ? " in the same environment" : "",
                       has_password ? "" : " --password-file FILE");
}

} // namespace

LoginInput complete_input(const LoginInput& given, const settings::Settings& settings) {
    LoginInput input = given;
    if (!input.username) {
        input.username = base::take_variable(ValueKind::email, "RING_USERNAME");
    }
    if (!input.username && settings.username) {
        input.username = base::take_value(ValueKind::email, "RingUsername in the settings",
                                          *settings.username, ErrorCode::cannot_write);
    }
    if (input.password.empty()) {
        input.password = secret_from(ValueKind::password, "RING_PASSWORD");
    }
    if (input.password.empty() && !settings.password.empty()) {
        input.password =
            base::Secret(base::take_value(ValueKind::password, "RingPassword in the settings",
                                          settings.password.reveal(), ErrorCode::cannot_write));
    }
    if (input.code.empty()) {
        input.code = secret_from(ValueKind::code, "RING_2FA_CODE");
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
    ConsoleDialog dialog(context, credentials.username);
    WaitingClient client(context.client(), context.output(), context.clock());
    const ring::LoginResult result =
        remembering_pause(context, settings::RateLimitScope::codes, [&] {
            return ring::log_in(client, context.endpoints(), identity, context.device_name(),
                                credentials, code, flow, dialog, context.stop());
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

void use_access(Context& context) {
    context.session().ensure_access(context.stop());
    try {
        context.directory().list(context.stop());
    } catch (const Error& error) {
        const ErrorCode code = error.code();
        if (code == ErrorCode::not_logged_in || code == ErrorCode::two_factor ||
            code == ErrorCode::interrupted) {
            throw;
        }
    }
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
    const settings::Settings before = store.load();
    refuse_repeated_login(context, before, {credentials.username, credentials.password, code});
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
            throw Error(error.code(), error.message(), hint_for_code(credentials, before));
        }
        throw;
    }
}

void ensure_session(Context& context) {
    const settings::Settings settings = context.store().load();
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
