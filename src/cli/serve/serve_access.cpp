// SPDX-License-Identifier: Apache-2.0
#include "cli/serve/serve_access.hpp"

#include "base/error.hpp"
#include "base/files/files.hpp"
#include "base/files/paths.hpp"
#include "base/process/process.hpp"
#include "base/text/ascii.hpp"
#include "base/text/time_format.hpp"
#include "cli/login/prompts.hpp"
#include "web/access/page_settings.hpp"
#include "web/access/password.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace cli {

namespace {

using base::Error;
using base::ErrorCode;

std::filesystem::path page_settings_of(Context& context) {
    return context.store().beside(".page");
}

/// What may stand in the name of a host, and in an origin besides its scheme and port.
bool is_host_text(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return base::is_letter_or_digit(c) || c == '.' || c == '-' || c == '_';
    });
}

std::string check_host(const std::string& text) {
    const std::string host = web::host_of_authority(text);
    if (!is_host_text(host) && !web::is_ip_literal(host)) {
        throw Error(ErrorCode::usage, fmt::format("--host: {} is not the name of a host", text),
                    "try --host cameras.example.com");
    }
    return host;
}

/// An origin as Content-Security-Policy takes it.
std::string check_origin(const std::string& text) {
    const std::string origin =
        base::to_lower(text.ends_with('/') ? text.substr(0, text.size() - 1) : text);
    const std::size_t scheme = origin.find("://");
    const bool is_web = origin.starts_with("http://") || origin.starts_with("https://");
    const std::string host =
        is_web ? web::host_of_authority(std::string_view(origin).substr(scheme + 3)) : "";
    if (!is_host_text(host) && !web::is_ip_literal(host)) {
        throw Error(ErrorCode::usage, fmt::format("--frame-ancestor: {} is not an origin", text),
                    "try --frame-ancestor http://homeassistant.local:8123");
    }
    return origin;
}

/// The names of this machine, as browsers in its network may call it.
std::vector<std::string> machine_names() {
    const std::string name = base::to_lower(base::host_name());
    const std::string first = name.substr(0, name.find('.'));
    std::vector<std::string> names = {name, first};
    for (const char* const domain : {".local", ".lan", ".home", ".fritz.box", ".home.arpa"}) {
        names.push_back(first + domain);
    }
    return names;
}

base::Secret password_in(const std::string& file) {
    constexpr std::size_t k_limit = std::size_t{64} << 10;
    const auto text = base::read_file(base::path_from_utf8(file), k_limit);
    if (!text) {
        throw Error(ErrorCode::usage, fmt::format("--password-file: there is no file {}", file));
    }
    return base::Secret(first_password_line(*text));
}

/// Why a password is needed; empty when it is not.
std::string need_of_password(const ServeOptions& options, const web::ListenAddress& address) {
    return !address.is_loopback()    ? "others in the network can reach " + address.address
           : options.hosts           ? "--host is for others than this machine"
           : options.base_path       ? "--base-path is for a proxy"
           : options.frame_ancestors ? "--frame-ancestor is for other pages"
                                     : "";
}

/// Asks twice; a person at a terminal again after a slip.
base::Secret ask_for_password(Context& context) {
    const bool is_person = context.console().is_terminal(Stream::input);
    for (EmptyAnswers empty_answers;;) {
        const auto first = ask(context, "Password for the page (not shown): ", Typing::hidden);
        if (first && !first->empty()) {
            empty_answers.reset();
            if (ask(context, "The same again: ", Typing::hidden) == first) {
                return base::Secret(*first);
            }
            if (!is_person) {
                throw Error(ErrorCode::usage, "the two passwords differ, so nothing was changed");
            }
            context.output().message("The two passwords differ. Try again:");
        } else if (is_person) {
            empty_answers.count();
        } else {
            throw Error(ErrorCode::usage, "no password was given, so nothing was changed");
        }
    }
}

} // namespace

web::AccessOptions make_access(Context& context, const ServeOptions& options,
                               const web::ListenAddress& address) {
    web::AccessOptions access;
    access.hosts = machine_names();
    const std::vector<std::string> none;
    for (const std::string& host : options.hosts.value_or(none)) {
        access.hosts.push_back(check_host(host));
    }
    for (const std::string& origin : options.frame_ancestors.value_or(none)) {
        access.frame_ancestors.push_back(check_origin(origin));
    }
    access.settings = page_settings_of(context);
    access.without_password = options.no_password;
    access.cookie_path = base_path_of(options);
    access.stop = context.stop();
    if (options.password_file) {
        if (options.no_password) {
            throw Error(ErrorCode::usage, "choose one: --password-file, or --no-password");
        }
        access.password = password_in(*options.password_file);
    }
    const bool has_password =
        access.password || !web::load_page_settings(access.settings).password.empty();
    const std::string need = need_of_password(options, address);
    if (!need.empty() && !has_password && !options.no_password) {
        throw Error(ErrorCode::usage,
                    fmt::format("a password is needed, since {}, and none is set", need),
                    "set one, run: ring-snapshot serve --set-password (or go without: "
                    "--no-password)");
    }
    return access;
}

std::string base_path_of(const ServeOptions& options) {
    std::string path = options.base_path.value_or("/");
    const auto fits = [](char c) {
        constexpr std::string_view k_marks = "/-._~";
        return base::is_letter_or_digit(c) || k_marks.find(c) != std::string_view::npos;
    };
    if (!path.starts_with('/') || path.find("//") != std::string::npos ||
        path.find("/.") != std::string::npos || !std::all_of(path.begin(), path.end(), fits)) {
        throw Error(ErrorCode::usage, fmt::format("--base-path: {} is not a path", path),
                    "try --base-path /cameras");
    }
    return path.ends_with('/') ? path : path + '/';
}

int set_page_password(Context& context) {
    const std::string hash = web::hash_password(ask_for_password(context));
    web::change_page_settings(page_settings_of(context), context.clock(), context.stop(),
                              [&](web::PageSettings& settings) { settings.password = hash; });
    context.output().notice("the page asks for this password now; the user name is ring");
    return 0;
}

int add_page_key(Context& context, const std::string& name) {
    const base::Secret key = web::make_key();
    const std::string created = base::rfc3339_local(context.clock().now());
    web::change_page_settings(
        page_settings_of(context), context.clock(), context.stop(),
        [&](web::PageSettings& settings) {
            for (const web::PageKey& other : settings.keys) {
                if (other.name == name) {
                    throw Error(ErrorCode::usage, fmt::format("there is a key {} already", name),
                                fmt::format("choose another name, or run: ring-snapshot serve "
                                            "--revoke-key {}",
                                            name));
                }
            }
            settings.keys.push_back({name, web::hash_key(key), created});
        });
    if (context.output().options().json) {
        context.output().result_json({{"name", name}, {"key", key.reveal()}});
    } else {
        context.output().result(key.reveal());
    }
    context.output().notice("shown this once; put ?key= and this behind the address of the page");
    return 0;
}

int revoke_page_key(Context& context, const std::string& name) {
    web::change_page_settings(
        page_settings_of(context), context.clock(), context.stop(),
        [&](web::PageSettings& settings) {
            const std::size_t removed = std::erase_if(
                settings.keys, [&](const web::PageKey& key) { return key.name == name; });
            if (removed > 0) {
                return;
            }
            std::vector<std::string> names;
            for (const web::PageKey& key : settings.keys) {
                names.push_back(key.name);
            }
            throw Error(ErrorCode::usage, fmt::format("there is no key {}", name),
                        names.empty() ? "there is none at all"
                                      : fmt::format("the keys are: {}", fmt::join(names, ", ")));
        });
    context.output().notice(fmt::format("the key {} is no longer valid", name));
    return 0;
}

} // namespace cli
