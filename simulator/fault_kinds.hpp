// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "simulator/faults.hpp"

#include <span>

namespace simulator {

enum class Argument { none, optional_number, number, url, codes };

/// What a fault is called, where it may be used, and what it does.
struct FaultKind {
    std::string_view name;
    Argument argument;
    std::string_view routes; ///< Names separated by blanks; empty: all.
    Reply (*answer)(const FaultCase& c, const std::string& argument);
    /// Whether the answer shows the effect; null: always.
    bool (*took_effect)(const FaultCase& c, const Reply& reply) = nullptr;
};

std::span<const FaultKind> fault_kinds();

/// The faults that spoil only the answer of `snapshots/timestamps`.
std::span<const FaultKind> timestamp_fault_kinds();

/// What the route answers in reality with a status (docs/ring-service.md 10).
Reply plausible_reply(const FaultCase& c, int status);

} // namespace simulator
