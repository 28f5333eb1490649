// ecs:PutAttributes, ecs:DeleteAttributes, ecs:ListAttributes: custom attributes of instances.
#include <algorithm>

#include "services/ecs/clusters.h"
#include "services/ecs/container_instances.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

using aws::ecs::Attribute;
constexpr std::size_t kAttributesMax = 10;

tl::unexpected<Fault> invalid(std::string message) {
  return fail(client_fault("InvalidParameterException", std::move(message)));
}

/// The instance that an attribute is of.
Result<store::ContainerInstanceRecord> target_of(Context& context,
                                                 const store::ClusterRecord& cluster,
                                                 const Attribute& attribute) {
  if (attribute.target_type && *attribute.target_type != "container-instance") {
    return invalid("targetType should be one of [container-instance]");
  }
  auto found = require_container_instance(context, cluster, attribute.target_id.value_or(""));
  if (!found && found.error().message.find("not found") != std::string::npos) {
    return fail(client_fault("TargetNotFoundException",
                             "The specified target wasn't found: " +
                                 attribute.target_id.value_or("") + "."));
  }
  return found;
}

/// Changes each named instance's list by `change(list, attribute)`.
template <class Change>
Result<std::vector<Attribute>> change_attributes(
    Context& context, const std::optional<std::string>& cluster_name,
    const std::optional<std::vector<Attribute>>& given, Change change) {
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
  BERTH_ASSIGN(response.attributes, change_attributes(context, request.cluster, request.attributes,
                                                      remove_named));
  return response;
}

Result<aws::ecs::ListAttributesResponse> list_attributes(
    Context& context, const aws::ecs::ListAttributesRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string start, page_start(request.next_token));
  BERTH_ASSIGN(const store::ClusterRecord cluster, require_cluster(context, request.cluster));
  aws::ecs::ListAttributesResponse response;
  auto& shown = response.attributes.emplace();
  // A page holds whole instances, so that its end is an instance.
  const auto instances = store::list_container_instances(context.tx, cluster.region, cluster.name,
                                                         "", start, size + 1);
  for (const store::ContainerInstanceRecord& instance : instances) {
    if (shown.size() >= static_cast<std::size_t>(size) || &instance == &instances.back()) {
      const bool more = instances.size() > static_cast<std::size_t>(size) ||
                        shown.size() >= static_cast<std::size_t>(size);
      if (more && &instance != &instances.front()) {
        response.next_token = aws::encode_token((&instance - 1)->id);
        break;
      }
    }
    for (Attribute& attribute : attributes_of(instance.attributes_json)) {
      if (request.attribute_name && attribute.name != request.attribute_name) continue;
      if (request.attribute_value && attribute.value != request.attribute_value) continue;
      attribute.target_type = "container-instance";
      attribute.target_id = store::container_instance_arn(instance);
      shown.push_back(std::move(attribute));
    }
  }
  return response;
}

}  // namespace berth::services::ecs
