// What agents report with Submit*StateChange: from the task that they name to its record.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// What a report is answered with: agents repeat it until they are.
inline constexpr const char* kAcknowledgment = "ACK";

/// The task of a report, if it is the caller's to speak of: only who registered the task's instance
/// may. Nothing where there is no such task any more: the report is acknowledged, or the agent
/// would repeat it for ever. AccessDeniedException, InvalidParameterException.
Result<std::optional<store::TaskRecord>> reported_task(Context& context,
                                                       const std::optional<std::string>& cluster,
                                                       const std::optional<std::string>& task,
                                                       const std::string& action);

}  // namespace berth::services::ecs
