// The catalogue's tables, a file a group.
#pragma once

#include <span>

#include "doctor/cause.h"

namespace berth::doctor {

/// What `Group::kDefinition` holds.
std::span<const Cause> definition_causes();
/// What `Group::kCaller` holds.
std::span<const Cause> caller_causes();
/// What `Group::kPlacement` holds.
std::span<const Cause> placement_causes();
/// What `Group::kStart` holds.
std::span<const Cause> start_causes();
/// What `Group::kRoute` holds.
std::span<const Cause> route_causes();
/// What `Group::kEnvironment` holds.
std::span<const Cause> environment_causes();
/// What `Group::kIdentity` holds.
std::span<const Cause> identity_causes();
/// What `Group::kTime` holds.
std::span<const Cause> time_causes();
/// What `Group::kAuthorisation` holds.
std::span<const Cause> authorisation_causes();
/// What `Group::kReach` holds.
std::span<const Cause> reach_causes();

}  // namespace berth::doctor
