// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "soak/ledger.hpp"
#include "soak/simulated_home.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace soak {

/// How long to watch what.
struct SoakPlan {
    int days = 3;
    /// Ask the cameras for fresh pictures, rather than follow what the service has.
    bool fresh = false;
    int cameras = 20;
    double faults = 0.1;
    std::uint64_t seed = 1;
    /// Pictures that are recorded and kept from before; their files are gone.
    int recorded_before = 0;
};

/// What this process holds of the system; zeros where the system does not say.
struct Resources {
    std::size_t memory_kib = 0;
    std::size_t descriptors = 0;
    std::size_t threads = 0;
};

struct SoakFigures {
    ServiceFigures service;
    Ledger::Result pictures;
    /// Failures and recoveries told, and rounds after which all cameras were well.
    std::int64_t failures_told = 0;
    std::int64_t recoveries_told = 0;
    std::int64_t good_rounds = 0;
    /// Pictures that could not be written when they came.
    std::int64_t refused_writes = 0;
    /// Files and recorded pictures at the end.
    std::size_t files = 0;
    std::size_t recorded = 0;
    /// The most there were at the end of a day, from the first one on.
    std::size_t most_files = 0;
    std::size_t most_recorded = 0;
    /// The largest write-ahead log after a save.
    std::uintmax_t most_log_bytes = 0;
    Resources first_day;
    Resources last_day;
    Resources most;
    /// What ended the watch before its time; empty when nothing did.
    std::string ended_by;
};

/// A folder for folders of a soak, in memory where the system has such a file system: days of
/// pictures that are each flushed to a disk would take hours.
std::filesystem::path quick_folder();

/// Watches a simulated home in virtual time: snapshot::Watch and all below it but the network, with
/// pictures, catalogue and settings in `folder`. The service fails now and then (SoakPlan::faults),
/// is away for hours every other day, the disk refuses pictures, the wall clock is set forward and
/// back by hours and to 1970, the machine is suspended, and the zone's clocks go back an hour.
SoakFigures run_soak(const SoakPlan& plan, const std::filesystem::path& folder);

/// What is not as it has to be, each in a sentence; nothing when all is well. Memory is looked at
/// only after ten days, when what grows shows.
std::vector<std::string> complaints(const SoakFigures& figures, const SoakPlan& plan);

/// How many of each camera's pictures are kept beyond those from before, looked at once an hour.
inline constexpr std::size_t k_pictures_kept = 2;

} // namespace soak
