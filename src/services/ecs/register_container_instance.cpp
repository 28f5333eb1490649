// ecs:RegisterContainerInstance: an agent joins a cluster, or comes back to it.
#include <algorithm>
#include <charconv>

#include "aws/json_codec.h"
#include "base/random.h"
#include "services/ecs/caller.h"
#include "services/ecs/clusters.h"
#include "services/ecs/names.h"
#include "services/ecs/operations.h"
#include "services/ecs/shown.h"
#include "services/ecs/tags.h"

namespace berth::services::ecs {
namespace {

using aws::ecs::Attribute;
using aws::ecs::RegisterContainerInstanceRequest;

std::vector<std::int32_t> ports_of(const aws::ecs::Resource& resource) {
  std::vector<std::int32_t> ports;
  for (const std::string& text : resource.string_set_value.value_or(std::vector<std::string>())) {
    std::int32_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error == std::errc() && end == text.data() + text.size()) ports.push_back(port);
  }
  std::sort(ports.begin(), ports.end());
  return ports;
}

void take_resources(store::ContainerInstanceRecord& instance,
                    const std::vector<aws::ecs::Resource>& resources) {
  for (const aws::ecs::Resource& resource : resources) {
    if (resource.name == "CPU") instance.registered_cpu = resource.integer_value.value_or(0);
    if (resource.name == "MEMORY") {
      instance.registered_memory_mib = resource.integer_value.value_or(0);
    }
    if (resource.name == "PORTS") instance.registered_tcp_ports = ports_of(resource);
    if (resource.name == "PORTS_UDP") instance.registered_udp_ports = ports_of(resource);
  }
}

bool is_capability(const std::string& name) {
  return name.starts_with("com.amazonaws.ecs.") || name.starts_with("ecs.");
}

/// Every attribute that was sent, and the custom ones of before: an agent that comes back sends its
/// capabilities, but not those.
std::vector<Attribute> merged(const std::vector<Attribute>& before,
                              const std::vector<Attribute>& sent) {
  std::vector<Attribute> attributes = sent;
  for (const Attribute& old : before) {
    const bool again = std::any_of(sent.begin(), sent.end(),
                                   [&old](const Attribute& each) { return each.name == old.name; });
    if (!again && !is_capability(old.name.value_or(""))) attributes.push_back(old);
  }
  return attributes;
}

/// The instance that the request registers again, or a new one. One whose ARN the agent has and the
/// store has not (it was reset) is made under that ARN: the agent goes on using it.
Result<store::ContainerInstanceRecord> instance_for(Context& context,
                                                    const store::ClusterRecord& cluster,
                                                    const RegisterContainerInstanceRequest& request,
                                                    bool& fresh) {
  store::ContainerInstanceRecord instance;
  instance.account = context.account.str();
  instance.region = cluster.region;
  instance.cluster = cluster.name;
  instance.registered_by = caller_identity(context);
  instance.id = random_hex(context.random, 32);
  fresh = true;
  if (request.container_instance_arn && !request.container_instance_arn->empty()) {
    BERTH_ASSIGN(instance.id,
                 container_instance_id_of(context, cluster.name, *request.container_instance_arn));
    auto known =
        store::find_container_instance(context.tx, cluster.region, cluster.name, instance.id);
    if (known) {
      if (registrant_is_gone(context, *known)) known->registered_by = caller_identity(context);
      BERTH_TRY(require_registrant(context, *known, "ecs:RegisterContainerInstance",
                                   store::container_instance_arn(*known)));
      fresh = false;
      return std::move(*known);
    }
  }
  instance.registered_at_ms = to_epoch_ms(context.now);
  instance.body_json = "{}";
  return instance;
}

}  // namespace

Result<aws::ecs::RegisterContainerInstanceResponse> register_container_instance(
    Context& context, const RegisterContainerInstanceRequest& request) {
  BERTH_ASSIGN(const std::string name, cluster_name_of(context, request.cluster));
  const auto cluster = find_cluster(context, name);
  if (!cluster || cluster->status != "ACTIVE") {
    // Agents make the cluster `default` on this very answer.
    return fail(client_fault("ClientException", "Cluster not found."));
  }
  const auto tags = request.tags.value_or(std::vector<aws::ecs::Tag>());
  BERTH_TRY(check_tags(tags));
  bool fresh = true;
  BERTH_ASSIGN(store::ContainerInstanceRecord instance,
               instance_for(context, *cluster, request, fresh));
  // A draining instance goes on draining after its agent's restart.
  if (instance.status != "DRAINING") instance.status = "ACTIVE";
  instance.attributes_json =
      attributes_text(merged(attributes_of(instance.attributes_json),
                             request.attributes.value_or(std::vector<Attribute>())));
  take_resources(instance, request.total_resources.value_or(std::vector<aws::ecs::Resource>()));
  auto body = decode_record<aws::ecs::ContainerInstance>(instance.body_json);
  if (request.version_info) body.version_info = request.version_info;
  instance.body_json = aws::encode_json(body);
  if (!tags.empty()) instance.tags_json = tags_text(tags);
  if (fresh) {
    store::insert_container_instance(context.tx, instance);
  } else {
    instance.version += 1;
    store::update_container_instance(context.tx, instance);
  }
  aws::ecs::RegisterContainerInstanceResponse response;
  response.container_instance = shown_container_instance(instance, Tags::kShow);
  return response;
}

}  // namespace berth::services::ecs
