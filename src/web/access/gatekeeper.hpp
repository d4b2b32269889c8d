// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"
#include "base/files/file_stamp.hpp"
#include "base/secret.hpp"
#include "web/access/page_settings.hpp"
#include "web/access/password_guard.hpp"
#include "web/server/reply.hpp"
#include "web/server/request.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace web {

/// What a request is for.
enum class Target {
    /// A page for people.
    page,
    /// What a page asks for by itself.
    data,
    picture,
    /// Style and script, which hold nothing private.
    asset,
    /// Whether the server works.
    health,
};

/// Who may see what.
struct AccessOptions {
    /// Names besides addresses and localhost by which this server is reached.
    std::vector<std::string> hosts;
    /// Origins whose pages may show this one in a frame.
    std::vector<std::string> frame_ancestors;
    bool without_password = false;
    /// The password, in place of the stored one.
    std::optional<base::Secret> password;
    /// Where password and keys stand.
    std::filesystem::path settings;
    /// Tells servers on one machine apart.
    std::string cookie = "ring-snapshot-key";
    /// Begins and ends with a slash.
    std::string cookie_path = "/";
    /// Is requested when the server ends.
    std::stop_token stop = {};
};

/// What became of a request.
struct Access {
    /// The answer to one that is refused or sent elsewhere; std::nullopt for one that passes.
    std::optional<Reply> reply;
    /// It has a valid key in its address.
    bool has_key_in_url = false;
    /// To be set by the answer to one that passes, where the browser may keep it; may be empty.
    std::string cookie = {};
};

/// Refuses requests of who should not see the page: foreign names (DNS rebinding), foreign sites,
/// and who does not know the password or a key. Notices when these change. May be used from many
/// threads.
class Gatekeeper {
public:
    /// @param clock  must outlive this object
    Gatekeeper(AccessOptions options, base::Clock& clock);

    Access check(const Request& request, Target target);

    /// What Content-Security-Policy says of frames.
    const std::string& frame_ancestors() const { return m_frame_ancestors; }

private:
    bool is_known_host(const Request& request) const;
    std::optional<Reply> check_origin(const Request& request, Target target) const;
    Access check_credentials(const Request& request, Target target);
    std::optional<Reply> check_password(const Request& request, const PageSettings& settings);
    std::string cookie_of(const Request& request) const;
    Reply lead_to_cookie(const Request& request) const;
    bool has_cookie(const Request& request, const PageSettings& settings) const;
    PageSettings settings();

    AccessOptions m_options;
    std::string m_frame_ancestors = "'self'";
    PasswordGuard m_guard;
    std::mutex m_mutex;
    std::optional<base::FileStamp> m_stamp;
    std::optional<PageSettings> m_settings;
};

} // namespace web
