// Tags of ECS resources: their rules, and reading and writing them wherever they are kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::ecs {

/// At most 50, each key once, none that begins with "aws:". InvalidParameterException.
Result<void> check_tags(const std::vector<aws::ecs::Tag>& tags);

/// The tags of the cluster, task, task definition or container instance with this ARN.
/// ResourceNotFoundException, InvalidParameterException.
Result<std::vector<aws::ecs::Tag>> read_tags(Context& context, std::string_view arn);
Result<void> write_tags(Context& context, std::string_view arn,
                        const std::vector<aws::ecs::Tag>& tags);

}  // namespace berth::services::ecs
