// What a task definition asks of a container instance: computed when it is registered, matched
// when its tasks are placed.
#pragma once

#include <vector>

#include "aws/models/ecs.h"

namespace berth::services::ecs {

/// The attributes that an instance must have for this definition's tasks, as AWS computes them,
/// each once, by name.
std::vector<aws::ecs::Attribute> required_attributes(const aws::ecs::TaskDefinition& definition);

/// The launch types that the definition would run with, as AWS shows them.
std::vector<std::string> compatibilities(const aws::ecs::TaskDefinition& definition);

}  // namespace berth::services::ecs
