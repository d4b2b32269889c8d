// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/context.hpp"
#include "cli/login/prompts.hpp"
#include "ring/login/login.hpp"

#include <optional>
#include <string>

namespace cli {

/// A person at the terminal, or what comes from standard input, during a login.
class ConsoleDialog final : public ring::LoginDialog {
public:
    /// `context` must outlive this object.
    ConsoleDialog(Context& context, std::string account);

    void code_wanted(const ring::TwoFactorChallenge& challenge) override;

    /// On a terminal: asks until there is a code that can be one. Enter has a new one sent, twice a
    /// login at most and not before Ring sends another; never for an authenticator app.
    std::optional<base::Secret> ask_code(bool after_wrong_code) override;

    void keep_pending(const base::Secret& state) override;
    std::optional<base::Secret> pending() override;
    void hardware_id_replaced(const std::string& hardware_id) override;

private:
    std::optional<base::Secret> read_piped_code();
    std::string question() const;
    bool can_send_new_code() const;
    /// Whether Enter may send a new code now; tells the user why not.
    bool wants_new_code();

    Context& m_context;
    std::string m_account;
    /// Where the code was sent; std::nullopt when one was given up front.
    std::optional<ring::TwoFactorChallenge> m_challenge;
    base::SteadyTime m_next_code_at;
    int m_new_codes = 0;
    EmptyAnswers m_empty_answers;
};

} // namespace cli
