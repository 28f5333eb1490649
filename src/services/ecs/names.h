// How requests name clusters, tasks, container instances and task definitions, and their ARNs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "services/context.h"

namespace berth::services::ecs {

/// "arn:aws:ecs:REGION:ACCOUNT:RESOURCE" of the call's region and account.
std::string ecs_arn(const Context& context, std::string_view resource);
std::string cluster_arn(const Context& context, std::string_view cluster);

/// The name of the cluster that a request names by name or ARN; "default" where it names none.
/// InvalidParameterException for an ARN of another region, account or kind and for a name that can
/// be none.
Result<std::string> cluster_name_of(const Context& context,
                                    const std::optional<std::string>& cluster);

/// The id of a task, or of a container instance, that is named by id or by its ARN in long or short
/// form. InvalidParameterException for an ARN of another region, account, kind or cluster and for
/// an id of another length than ids have.
Result<std::string> task_id_of(const Context& context, std::string_view cluster,
                               std::string_view task);
Result<std::string> container_instance_id_of(const Context& context, std::string_view cluster,
                                             std::string_view instance);

/// A task definition as a request names it; without a revision, the newest active one is meant.
struct TaskDefinitionName {
  std::string family;
  std::optional<std::int32_t> revision;
};
/// From "family", "family:revision" or an ARN. InvalidParameterException, ClientException.
Result<TaskDefinitionName> task_definition_name_of(const Context& context,
                                                   std::string_view definition);

/// True for 1 to 255 letters, digits, hyphens and underscores.
bool is_plain_name(std::string_view name);

}  // namespace berth::services::ecs
