// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace service {

/// What starts and supervises services.
enum class ManagerKind { systemd_user, systemd_system, crontab, launchd, task_scheduler };

/// "systemd_user" …; the name in the record and in JSON.
std::string_view name_of(ManagerKind kind);
std::optional<ManagerKind> manager_kind(std::string_view name);

/// The processes of a service: one takes the pictures, one shows them in browsers.
enum class Part { pictures, page };

/// A service as it is installed. Paths are absolute, in UTF-8.
struct Installation {
    /// Tells it from the user's other services; empty for the usual, only one.
    std::string name;
    ManagerKind manager = ManagerKind::systemd_user;
    std::string program;
    std::string settings;
    /// The folder of the pictures.
    std::string pictures;
    /// Linger was switched on for this service, and goes with it.
    bool switched_linger_on = false;
    /// The settings that the login of a system service was taken from; empty for none.
    std::string login_from;
    /// The user whose service it is, or who installed that of the system.
    std::string user;
    /// It shows the pictures in browsers too.
    bool has_page = false;
};

/// The pictures, and the page where it has one.
std::vector<Part> parts_of(const Installation& installation);

/// Checks a name given by a user: lower-case letters, digits, "-" and "_", at most 32, beginning
/// with a letter or digit. Throws Error{usage}.
void check_name(std::string_view name);

/// Names of the files of a service, all beside its settings and named after them. What both parts
/// need, environment, record and draft, are those of the pictures.
class Files {
public:
    Files(std::string_view settings, std::string_view name, Part part = Part::pictures);

    explicit Files(const Installation& installation, Part part = Part::pictures)
        : Files(installation.settings, installation.name, part) {}

    /// The words that `watch` or `serve` gets.
    std::string options() const { return m_stem + ".options"; }

    /// What it needs of the environment; holds secrets.
    std::string environment() const { return m_stem + ".environment"; }

    /// to_record().
    std::string record() const { return m_stem + ".record"; }

    /// How it goes (service/state.hpp).
    std::string state() const { return m_stem + ".state"; }

    /// Written when the service ends by itself: its exit code.
    std::string ended() const { return m_stem + ".ended"; }

    /// Held by the one process of this part.
    std::string lock() const { return m_stem + ".lock"; }

    /// Where there is no journal. The older half stands in log() + ".1".
    std::string log() const { return m_stem + ".log"; }

    /// What is handed to crontab(1) or schtasks.
    std::string draft() const { return m_stem + ".draft"; }

private:
    std::string m_stem;
};

/// The installation as text for its file, and back. nullopt for a text that is none.
std::string to_record(const Installation& installation);
std::optional<Installation> read_record(std::string_view text);

/// What is to follow the name of the program in the names of units, agents and tasks, which differ
/// in what stands between words: "", "-serve", "-cabin", "-serve-cabin".
std::string name_suffix(std::string_view name, Part part, char separator);

/// The words that start a part of the service, for unit files and the like.
/// @param extra  further options of `service run`
std::vector<std::string> run_words(const Installation& installation,
                                   const std::vector<std::string>& extra = {},
                                   Part part = Part::pictures);

/// What a user types to have `action` done to it, such as "ring-snapshot service start".
std::string service_command(const Installation& installation, std::string_view action);

/// What is installed: the service, what it does and what it needs.
struct Request {
    Installation installation;
    /// The words for `watch`.
    std::vector<std::string> options;
    /// Those for `serve`.
    std::vector<std::string> page_options;
    std::map<std::string, std::string> environment;
};

} // namespace service
