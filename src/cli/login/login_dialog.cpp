// SPDX-License-Identifier: Apache-2.0
#include "cli/login/login_dialog.hpp"

#include "base/text/duration.hpp"
#include "cli/login/prompts.hpp"
#include "settings/pending_login.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;
using base::ValueKind;
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
                                : "Ring wants a two-factor code: " + describe(challenge));
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
            m_context.output().message("That is not a code: it is a few digits, such as 123456.");
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

} // namespace

std::unique_ptr<ring::LoginDialog> make_login_dialog(Context& context, const std::string& account) {
    return std::make_unique<ConsoleDialog>(context, account);
}

} // namespace cli
