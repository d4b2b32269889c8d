// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/installation.hpp"
#include "service/plan.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace service {

/// What a plan depends on besides the installation: how this machine is set up. Paths in UTF-8.
struct Machine {
    /// The name of this user; on Windows with the domain.
    std::string user;
    /// Its number where users have one.
    std::string user_id;
    std::string home;
    /// The user's services run while nobody is logged in.
    bool lingers = false;
    /// The parts for which systemd has a unit that somebody else put there: a package.
    std::set<Part> packaged_units;
    /// The user ring-snapshot exists.
    bool has_service_user = false;
    /// The folder of the pictures exists already.
    bool has_pictures_folder = false;
    /// The user's crontab as it is.
    std::string crontab;
    /// The processes of the parts that run, as far as they are known.
    std::map<Part, std::string> processes;
    /// The service starts with the machine; asked after it was installed.
    bool starts_with_machine = true;
};

/// How services are set up with one service manager, all their parts. Everything is a pure function
/// of the request and the machine: nothing is read, written or run. Throws Error{usage} for paths
/// that the files of this manager cannot hold.
class Manager {
public:
    virtual ~Manager() = default;

    /// Sets the service up and starts it; on one that is there already: changes it.
    virtual Plan install(const Request& request, const Machine& machine) const = 0;

    /// Starts it, now and whenever it is due to start.
    virtual Plan start(const Installation& installation, const Machine& machine) const = 0;

    /// Ends it, until it is started again.
    virtual Plan stop(const Installation& installation, const Machine& machine) const = 0;

    /// Takes away all that install() made; pictures and login stay.
    virtual Plan remove(const Installation& installation, const Machine& machine) const = 0;

    /// Takes away the page of a service; install() without a page follows.
    virtual Plan remove_page(const Installation& installation, const Machine& machine) const = 0;

    /// When it starts by itself, to follow "Starts".
    virtual std::string starts(const Machine& machine) const = 0;

    /// The command that prints its newest messages as JSON lines of journald; empty where it writes
    /// a log of its own.
    virtual std::vector<std::string> journal_command(const Installation& /*installation*/,
                                                     int /*lines*/) const {
        return {};
    }

    /// The command that ends with 0 when this part runs; empty where its lock tells.
    virtual std::vector<std::string> is_running_command(const Installation& /*installation*/,
                                                        Part /*part*/) const {
        return {};
    }
};

/// The one manager of a kind; lives for ever.
const Manager& manager_of(ManagerKind kind);

/// What a part is called in the lists of service managers.
std::string_view title_of(Part part);

/// Writes the options, the environment and the record of a service.
Plan write_service_files(const Request& request);

/// Removes all its files.
Plan remove_service_files(const Installation& installation);

/// Removes the files that only the page has.
Plan remove_page_files(const Installation& installation);

} // namespace service
