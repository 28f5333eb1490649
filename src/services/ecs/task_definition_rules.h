// What a task definition must be before it is registered, and what AWS fills in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/models/ecs.h"
#include "base/result.h"

namespace berth::services::ecs {

/// Everything that can be said without looking at anything but the request. ClientException or
/// InvalidParameterException with AWS's texts.
Result<void> check_task_definition(const aws::ecs::RegisterTaskDefinitionRequest& request);

/// The definition as it is kept and shown: defaults spelled out, lists present, CPU and memory of
/// the task as plain numbers. Without ARN, revision, roles, status and what is computed from them.
Result<aws::ecs::TaskDefinition> completed_task_definition(
    const aws::ecs::RegisterTaskDefinitionRequest& request);

/// CPU units of "256", "1 vCPU" or ".5 vcpu"; MiB of "512" or "1 GB". Nothing for other texts.
std::optional<std::int32_t> cpu_units(const std::string& text);
std::optional<std::int32_t> memory_mib(const std::string& text);

}  // namespace berth::services::ecs
