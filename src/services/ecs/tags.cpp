// Tags of ECS resources: their rules, and reading and writing them wherever they are kept.
#include "services/ecs/tags.h"

#include <algorithm>
#include <functional>
#include <set>

#include "services/ecs/clusters.h"
#include "services/ecs/invalid.h"
#include "services/ecs/names.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

constexpr std::size_t kTagsMax = 50;

/// What is done with the tags' text of a record; true where it is to be written back.
using Change = std::function<bool(std::string& tags_json)>;

tl::unexpected<Fault> not_found() {
  return fail(client_fault("ResourceNotFoundException", "The specified resource was not found."));
}

Result<void> change_cluster(Context& context, std::string_view arn, const Change& change) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, std::string(arn)));
  auto cluster = find_cluster(context, name);
  if (!cluster || cluster->status != "ACTIVE") {
    return fail(client_fault("ClusterNotFoundException", "Cluster not found."));
  }
  if (change(cluster->tags_json)) store::put_cluster(context.tx, *cluster);
  return {};
}

Result<void> change_task(Context& context, std::string_view arn, const Change& change) {
  auto task = store::find_task_by_arn(context.tx, arn);
  if (!task) return not_found();
  if (change(task->tags_json)) store::update_task(context.tx, *task);
  return {};
}

Result<void> change_instance(Context& context, std::string_view arn, const Change& change) {
  auto instance = store::find_container_instance_by_arn(context.tx, arn);
  if (!instance) return not_found();
  if (change(instance->tags_json)) store::update_container_instance(context.tx, *instance);
  return {};
}

Result<void> change_definition(Context& context, std::string_view arn, const Change& change) {
  BERTH_ASSIGN(const TaskDefinitionName name, task_definition_name_of(context, arn));
  auto definition = store::find_task_definition(context.tx, context.region.str(), name.family,
                                                name.revision.value_or(0));
  if (!definition) return not_found();
  if (change(definition->tags_json)) store::update_task_definition(context.tx, *definition);
  return {};
}

Result<void> change_tags(Context& context, std::string_view arn, const Change& change) {
  const std::string own = ecs_arn(context, "");
  if (!arn.starts_with(own)) return invalid("Invalid identifier: " + std::string(arn));
  const std::string_view resource = arn.substr(own.size());
  const std::string_view kind = resource.substr(0, resource.find('/'));
  if (kind == "cluster") return change_cluster(context, arn, change);
  if (kind == "task") return change_task(context, arn, change);
  if (kind == "container-instance") return change_instance(context, arn, change);
  if (kind == "task-definition") return change_definition(context, arn, change);
  return invalid("Invalid identifier: Unexpected resource type " + std::string(kind));
}

/// "aws:" in any case.
bool is_reserved(std::string_view key) {
  constexpr std::string_view kPrefix = "aws:";
  return key.size() >= kPrefix.size() &&
         std::equal(kPrefix.begin(), kPrefix.end(), key.begin(), [](char lower, char given) {
           return lower == (given >= 'A' && given <= 'Z' ? given + ('a' - 'A') : given);
         });
}

}  // namespace

Result<void> check_tags(const std::vector<aws::ecs::Tag>& tags) {
  if (tags.size() > kTagsMax) return invalid("Tags can have at most 50 items.");
  std::set<std::string> keys;
  for (const aws::ecs::Tag& tag : tags) {
    const std::string key = tag.key.value_or("");
    if (key.empty()) return invalid("Tag key should not be null or empty.");
    if (is_reserved(key)) return invalid("Tag keys that begin with aws: are reserved.");
    if (!keys.insert(key).second) return invalid("Duplicate tag keys are not allowed: " + key);
  }
  return {};
}

Result<std::vector<aws::ecs::Tag>> read_tags(Context& context, std::string_view arn) {
  std::vector<aws::ecs::Tag> tags;
  BERTH_TRY(change_tags(context, arn, [&tags](std::string& tags_json) {
    tags = tags_of(tags_json);
    return false;
  }));
  return tags;
}

Result<void> write_tags(Context& context, std::string_view arn,
                        const std::vector<aws::ecs::Tag>& tags) {
  return change_tags(context, arn, [&tags](std::string& tags_json) {
    tags_json = tags_text(tags);
    return true;
  });
}

}  // namespace berth::services::ecs
