// From a task's record to what an agent is told about it: the contents of a PayloadMessage.
#pragma once

#include <optional>
#include <string>

#include "aws/models/acs.h"
#include "aws/models/ecs.h"
#include "base/result.h"

namespace berth::acs {

/// The session credentials that go with a task. Their `credentials_id` stays the same for the life
/// of the task.
struct PayloadCredentials {
  std::optional<aws::acs::IAMRoleCredentials> task_role;
  std::optional<aws::acs::IAMRoleCredentials> execution_role;
};

/// The task as an agent takes it: the definition's containers with the task's overrides applied.
/// `overrides`, `docker_config.config` and `docker_config.host_config` are JSON texts in Docker's
/// spelling. `desired_status` is the task's own. Fault "InvalidParameterException" where definition
/// and task do not belong together: no family or revision, no ARN, an override that names a
/// container which the definition has not.
Result<aws::acs::Task> make_payload_task(const aws::ecs::TaskDefinition& definition,
                                         const aws::ecs::Task& task,
                                         const PayloadCredentials& credentials);

/// What follows the last slash of a task's ARN, in its long and its short form.
std::string task_id_of_arn(const std::string& arn);

/// The account of an ARN ("arn:aws:ecs:us-west-2:123456789012:…"), or empty.
std::string account_of_arn(const std::string& arn);

/// The region of an ARN, or empty.
std::string region_of_arn(const std::string& arn);

}  // namespace berth::acs
