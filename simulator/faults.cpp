// SPDX-License-Identifier: Apache-2.0
#include "simulator/faults.hpp"

#include "simulator/fault_kinds.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

namespace simulator {

namespace {

const FaultKind* find_kind(std::string_view name) {
    for (const auto kinds : {fault_kinds(), timestamp_fault_kinds()}) {
        const auto it = std::ranges::find(kinds, name, &FaultKind::name);
        if (it != kinds.end()) {
            return &*it;
        }
    }
    return nullptr;
}

bool lists(std::string_view names, std::string_view name) {
    const auto padded = fmt::format(" {} ", names);
    return padded.find(fmt::format(" {} ", name)) != std::string::npos;
}

bool argument_fits(const FaultKind& kind, std::string_view argument) {
    switch (kind.argument) {
    case Argument::none:
        return argument.empty();
    case Argument::optional_number:
        return argument.empty() || parse_integer(argument).value_or(-1) >= 0;
    case Argument::number:
        return parse_integer(argument).value_or(-1) >= 0;
    case Argument::url:
        return !argument.empty();
    case Argument::codes:
        break;
    }
    return !argument.empty() && argument.find_first_not_of("0123456789+") == std::string_view::npos;
}

bool is_status(std::string_view name, std::string_view argument) {
    if ((name != "status" && name != "html") || argument.empty()) {
        return true;
    }
    const auto status = parse_integer(argument).value_or(0);
    return status >= 200 && status <= 599;
}

/// The routes that a name stands for.
std::vector<std::string> routes_of(const std::string& name) {
    if (name == "devices") {
        return {"ring-devices", "v3-devices"};
    }
    if (name == "locations") {
        return {"v1-locations", "v3-locations"};
    }
    return {name};
}

} // namespace

void check_fault_route(std::string_view route) {
    if (std::ranges::find(k_fault_routes, route) == k_fault_routes.end()) {
        throw std::invalid_argument{fmt::format("unknown route '{}'; routes are {}", route,
                                                fmt::join(k_fault_routes, ", "))};
    }
}

Reply Fault::answer(const FaultCase& c) const {
    return kind->answer(c, argument);
}

bool Fault::took_effect(const FaultCase& c, const Reply& reply) const {
    return kind->took_effect == nullptr || kind->took_effect(c, reply);
}

Fault parse_fault(std::string_view route, std::string_view text) {
    check_fault_route(route);
    Fault fault;
    fault.text = text;
    if (text.ends_with('*')) {
        fault.for_ever = true;
        text.remove_suffix(1);
    }
    const auto colon = text.find(':');
    const auto name = text.substr(0, colon);
    fault.argument = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    fault.kind = find_kind(name);
    if (fault.kind == nullptr) {
        throw std::invalid_argument{fmt::format("unknown fault '{}'", fault.text)};
    }
    if (!argument_fits(*fault.kind, fault.argument) || !is_status(name, fault.argument) ||
        (colon != std::string_view::npos && fault.argument.empty())) {
        throw std::invalid_argument{
            fmt::format("fault '{}': not a good value behind the colon", fault.text)};
    }
    if (!fault.kind->routes.empty() && !lists(fault.kind->routes, route)) {
        throw std::invalid_argument{
            fmt::format("fault '{}' is not for the route '{}', only for: {}", fault.text, route,
                        fault.kind->routes)};
    }
    return fault;
}

std::pair<std::string, std::vector<Fault>> parse_fault_script(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) {
        throw std::invalid_argument{fmt::format("'{}' is not ROUTE=FAULT[,FAULT...]", text)};
    }
    const auto route = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    std::vector<Fault> script;
    while (true) {
        const auto comma = text.find(',');
        script.push_back(parse_fault(route, text.substr(0, comma)));
        if (comma == std::string_view::npos) {
            return {std::string{route}, std::move(script)};
        }
        text.remove_prefix(comma + 1);
    }
}

void Faults::set(const std::string& route, std::optional<std::int64_t> camera,
                 std::vector<Fault> script) {
    const std::lock_guard lock{m_mutex};
    for (const auto& each : routes_of(route)) {
        m_scripts[{each, camera}] = {script.begin(), script.end()};
    }
}

void Faults::clear() {
    const std::lock_guard lock{m_mutex};
    m_scripts.clear();
}

std::optional<Faults::Taken> Faults::take(const std::string& route,
                                          const std::vector<std::int64_t>& cameras) {
    std::vector<std::optional<std::int64_t>> owners{cameras.begin(), cameras.end()};
    owners.emplace_back();
    const std::lock_guard lock{m_mutex};
    for (const auto& owner : owners) {
        const auto it = m_scripts.find({route, owner});
        if (it == m_scripts.end() || it->second.empty()) {
            continue;
        }
        Taken taken{it->second.front(), owner};
        if (!taken.fault.for_ever) {
            it->second.pop_front();
        }
        return taken;
    }
    return std::nullopt;
}

void Faults::put_back(const std::string& route, const Taken& taken) {
    if (!taken.fault.for_ever) {
        const std::lock_guard lock{m_mutex};
        m_scripts[{route, taken.camera}].push_front(taken.fault);
    }
}

} // namespace simulator
