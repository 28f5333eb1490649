// ecs:PutAttributes, ecs:DeleteAttributes, ecs:ListAttributes: custom attributes of instances.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/container_instances.h"
#include "services/ecs/invalid.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

using aws::ecs::Attribute;
constexpr std::size_t kAttributesMax = 10;
constexpr int kInstancesAtOnce = 100;

/// The instance that an attribute is of.
Result<store::ContainerInstanceRecord> target_of(Context& context,
                                                 const store::ClusterRecord& cluster,
                                                 const Attribute& attribute) {
  if (attribute.target_type && *attribute.target_type != "container-instance") {
    return invalid("targetType should be one of [container-instance]");
  }
  auto found = require_container_instance(context, cluster, attribute.target_id.value_or(""));
  if (!found && found.error().message.find("not found") != std::string::npos) {
    return fail(client_fault(
        "TargetNotFoundException",
        "The specified target wasn't found: " + attribute.target_id.value_or("") + "."));
  }
  return found;
}

/// Changes each named instance's list by `change(list, attribute)`.
template <class Change>
Result<std::vector<Attribute>> change_attributes(Context& context,
                                                 const std::optional<std::string>& cluster_name,
                                                 const std::optional<std::vector<Attribute>>& given,
                                                 Change change) {
  const auto attributes = given.value_or(std::vector<Attribute>());
  if (attributes.empty() || attributes.size() > kAttributesMax) {
    return invalid("Attributes should have between 1 and 10 items.");
  }
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, cluster_name));
  std::vector<Attribute> shown;
  for (Attribute attribute : attributes) {
    BERTH_ASSIGN(store::ContainerInstanceRecord instance, target_of(context, cluster, attribute));
    auto list = attributes_of(instance.attributes_json);
    change(list, attribute);
    instance.attributes_json = attributes_text(list);
    instance.version += 1;
    store::update_container_instance(context.tx, instance);
    attribute.target_type = "container-instance";
    attribute.target_id = store::container_instance_arn(instance);
    shown.push_back(std::move(attribute));
  }
  return shown;
}

void remove_named(std::vector<Attribute>& list, const Attribute& attribute) {
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const Attribute& own) {
                              return own.name == attribute.name &&
                                     (!attribute.value || own.value == attribute.value);
                            }),
             list.end());
}

/// A place in ListAttributes: the attribute that the page before ended with.
struct Place {
  std::string instance;  ///< its id
  std::string attribute;
};
Place place_of(const std::string& token_text) {
  const std::size_t space = token_text.find(' ');
  if (space == std::string::npos) return {};
  return {token_text.substr(0, space), token_text.substr(space + 1)};
}

/// The instance `id`, where it is there, and the first of those after it.
std::vector<store::ContainerInstanceRecord> instances_from(Context& context,
                                                           const store::ClusterRecord& cluster,
                                                           const std::string& id) {
  auto instances = store::list_container_instances(context.tx, cluster.region, cluster.name, "", id,
                                                   kInstancesAtOnce);
  if (id.empty()) return instances;
  auto first = store::find_container_instance(context.tx, cluster.region, cluster.name, id);
  if (first && first->status != "INACTIVE") {
    instances.insert(instances.begin(), std::move(*first));
  }
  return instances;
}

std::vector<Attribute> sorted_attributes(const store::ContainerInstanceRecord& instance) {
  auto list = attributes_of(instance.attributes_json);
  std::sort(list.begin(), list.end(),
            [](const Attribute& a, const Attribute& b) { return a.name < b.name; });
  return list;
}

}  // namespace

Result<aws::ecs::PutAttributesResponse> put_attributes(
    Context& context, const aws::ecs::PutAttributesRequest& request) {
  aws::ecs::PutAttributesResponse response;
  BERTH_ASSIGN(response.attributes,
               change_attributes(context, request.cluster, request.attributes,
                                 [](std::vector<Attribute>& list, const Attribute& attribute) {
                                   Attribute kept;
                                   kept.name = attribute.name;
                                   remove_named(list, kept);
                                   kept.value = attribute.value;
                                   list.push_back(std::move(kept));
                                 }));
  return response;
}

Result<aws::ecs::DeleteAttributesResponse> delete_attributes(
    Context& context, const aws::ecs::DeleteAttributesRequest& request) {
  aws::ecs::DeleteAttributesResponse response;
  BERTH_ASSIGN(response.attributes,
               change_attributes(context, request.cluster, request.attributes, remove_named));
  return response;
}

Result<aws::ecs::ListAttributesResponse> list_attributes(
    Context& context, const aws::ecs::ListAttributesRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string start, page_start(request.next_token));
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  aws::ecs::ListAttributesResponse response;
  auto& shown = response.attributes.emplace();
  Place last = place_of(start);
  // The instance in the middle of which the page before ended, then those after it.
  auto instances = instances_from(context, cluster, last.instance);
  while (!instances.empty()) {
    for (const store::ContainerInstanceRecord& instance : instances) {
      for (Attribute& attribute : sorted_attributes(instance)) {
        if (instance.id == last.instance && *attribute.name <= last.attribute) continue;
        if (request.attribute_name && attribute.name != request.attribute_name) continue;
        if (request.attribute_value && attribute.value != request.attribute_value) continue;
        if (shown.size() == static_cast<std::size_t>(size)) {
          response.next_token = aws::encode_token(last.instance + " " + last.attribute);
          return response;
        }
        last = {instance.id, *attribute.name};
        attribute.target_type = "container-instance";
        attribute.target_id = store::container_instance_arn(instance);
        shown.push_back(std::move(attribute));
      }
    }
    instances = store::list_container_instances(context.tx, cluster.region, cluster.name, "",
                                                instances.back().id, kInstancesAtOnce);
  }
  return response;
}

}  // namespace berth::services::ecs
