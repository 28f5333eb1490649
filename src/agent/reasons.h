// Why a task did not start or did not last, in the container agent's own words.
#pragma once

#include <chrono>
#include <string>

#include "agent/settings.h"
#include "base/result.h"

namespace berth::agent {

inline constexpr const char* kEssentialExited = "Essential container in task exited";
inline constexpr const char* kOutOfMemory =
    "OutOfMemoryError: Container killed due to memory usage";

/// "CannotPullContainerError: Error response from daemon: …": a container's `reason`.
std::string reason_text(const Fault& fault);

/// The engine's refusal of each step as the container agent names it. A timeout is a
/// DockerTimeoutError that says how long it waited.
Fault pull_fault(const Fault& engine, const Settings& settings);
Fault create_fault(const Fault& engine, const Settings& settings);
Fault start_fault(const Fault& engine, const Settings& settings);
Fault stop_fault(const Fault& engine);

/// Go's spelling of a duration: "4m0s", "30s", "2h0m0s".
std::string go_duration(std::chrono::milliseconds duration);

}  // namespace berth::agent
