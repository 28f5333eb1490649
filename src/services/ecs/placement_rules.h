// Placement constraints and strategies of a request, turned into what the scheduler takes.
#pragma once

#include <optional>
#include <vector>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "scheduler/placement.h"

namespace berth::services::ecs {

/// Puts the definition's and the request's constraints and the request's strategies into `needs`.
/// InvalidParameterException for types, fields and expressions that are none.
Result<void> add_placement_rules(
    const std::optional<std::vector<aws::ecs::TaskDefinitionPlacementConstraint>>& own,
    const std::optional<std::vector<aws::ecs::PlacementConstraint>>& constraints,
    const std::optional<std::vector<aws::ecs::PlacementStrategy>>& strategies,
    scheduler::Request& needs);

}  // namespace berth::services::ecs
