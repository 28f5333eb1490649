// Finding task definitions, for every operation that names one.
#pragma once

#include <string_view>

#include "base/result.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// The revision that a request names, or the family's newest active one; also an INACTIVE one by
/// its number. ClientException "Unable to describe task definition.", InvalidParameterException.
Result<store::TaskDefinitionRecord> require_task_definition(Context& context,
                                                            std::string_view definition);

/// The same for running tasks: ClientException "TaskDefinition not found.",
/// InvalidParameterException "TaskDefinition is inactive".
Result<store::TaskDefinitionRecord> require_active_task_definition(Context& context,
                                                                   std::string_view definition);

}  // namespace berth::services::ecs
