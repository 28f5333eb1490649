// How requests name clusters, tasks, container instances and task definitions, and their ARNs.
#include "services/ecs/names.h"

#include <algorithm>
#include <charconv>

#include "services/ecs/invalid.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kNameLengthMax = 255;

bool is_arn(std::string_view text) {
  return text.starts_with("arn:");
}

/// What follows the account in an ARN of this region and account: "task/default/0123…".
Result<std::string_view> resource_of(const Context& context, std::string_view arn) {
  std::string_view rest = arn;
  std::string_view fields[5];
  for (std::string_view& field : fields) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return invalid("Invalid identifier: " + std::string(arn));
    field = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  if (fields[2] != "ecs") return invalid("Invalid identifier: " + std::string(arn));
  if (fields[3] != context.region.str()) return invalid("Invalid Region in ARN");
  if (fields[4] != context.account.str()) {
    return invalid("Invalid identifier: Identifier is for " + std::string(fields[4]) +
                   ". Your accountId is " + context.account.str());
  }
  return rest;
}

/// What follows "KIND/" in the ARN.
Result<std::string_view> name_in_arn(const Context& context, std::string_view arn,
                                     std::string_view kind) {
  BERTH_ASSIGN(const std::string_view resource, resource_of(context, arn));
  const std::size_t slash = resource.find('/');
  const std::string_view found = resource.substr(0, slash);
  if (slash == std::string_view::npos || found != kind) {
    return invalid("Invalid identifier: Unexpected resource type " + std::string(found) +
                   ", expected " + std::string(kind));
  }
  return resource.substr(slash + 1);
}

Result<std::string> id_of(const Context& context, std::string_view cluster, std::string_view text,
                          std::string_view kind, std::string_view member) {
  std::string_view id = text;
  if (is_arn(text)) {
    BERTH_ASSIGN(id, name_in_arn(context, text, kind));
    if (const std::size_t slash = id.find('/'); slash != std::string_view::npos) {
      if (id.substr(0, slash) != cluster) {
        return invalid("Invalid identifier: Identifier is for cluster " +
                       std::string(id.substr(0, slash)) + ". Your cluster is " +
                       std::string(cluster));
      }
      id.remove_prefix(slash + 1);
    }
  }
  if (id.size() != 32 && id.size() != 36) {
    return invalid(std::string(member) + " length should be one of [32,36]");
  }
  return std::string(id);
}

}  // namespace

std::string ecs_arn(const Context& context, std::string_view resource) {
  return "arn:aws:ecs:" + context.region.str() + ":" + context.account.str() + ":" +
         std::string(resource);
}

std::string cluster_arn(const Context& context, std::string_view cluster) {
  return ecs_arn(context, "cluster/" + std::string(cluster));
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameLengthMax &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

Result<std::string> cluster_name_of(const Context& context,
                                    const std::optional<std::string>& cluster) {
  if (!cluster || cluster->empty()) return std::string("default");
  std::string_view name = *cluster;
  if (is_arn(name)) {
    BERTH_ASSIGN(name, name_in_arn(context, *cluster, "cluster"));
  }
  if (!is_plain_name(name)) {
    return invalid("Cluster must match ^[a-zA-Z0-9\\-_]{1,255}$, but was " + std::string(name));
  }
  return std::string(name);
}

Result<std::string> task_id_of(const Context& context, std::string_view cluster,
                               std::string_view task) {
  return id_of(context, cluster, task, "task", "taskId");
}

Result<std::string> container_instance_id_of(const Context& context, std::string_view cluster,
                                             std::string_view instance) {
  return id_of(context, cluster, instance, "container-instance", "instanceId");
}

Result<TaskDefinitionName> task_definition_name_of(const Context& context,
                                                   std::string_view definition) {
  std::string_view text = definition;
  if (is_arn(definition)) {
    BERTH_ASSIGN(text, name_in_arn(context, definition, "task-definition"));
  }
  TaskDefinitionName name;
  const std::size_t colon = text.find(':');
  name.family = text.substr(0, colon);
  if (!is_plain_name(name.family)) {
    return invalid("family must match ^[a-zA-Z0-9\\-_]+$");
  }
  if (colon == std::string_view::npos) return name;
  const std::string_view number = text.substr(colon + 1);
  std::int32_t revision = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), revision);
  if (error != std::errc() || end != number.data() + number.size() || revision < 1) {
    return invalid("Invalid revision number. Number: " + std::string(number));
  }
  name.revision = revision;
  return name;
}

}  // namespace berth::services::ecs
