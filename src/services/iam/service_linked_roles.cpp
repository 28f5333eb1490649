// See service_linked_roles.h.
#include "services/iam/service_linked_roles.h"

#include <fmt/format.h>

#include "services/iam/entities.h"

namespace berth::services::iam {
namespace {

constexpr std::string_view kServicePath = "/aws-service-role/";

// The policies of those that Berth does not serve are not among its own; the roles go without.
constexpr ServiceLinkedRole kTemplates[] = {
    {"ecs.amazonaws.com", "AWSServiceRoleForECS", "aws-service-role/AmazonECSServiceRolePolicy",
     "Role to enable Amazon ECS to manage your cluster.", false},
    {"ecs.application-autoscaling.amazonaws.com",
     "AWSServiceRoleForApplicationAutoScaling_ECSService",
     "aws-service-role/AWSApplicationAutoscalingECSServicePolicy", "", false},
    {"autoscaling.amazonaws.com", "AWSServiceRoleForAutoScaling",
     "aws-service-role/AutoScalingServiceRolePolicy",
     "Default Service-Linked Role enables access to AWS Services and Resources used or managed by "
     "Auto Scaling",
     true},
    {"elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing",
     "aws-service-role/AWSElasticLoadBalancingServiceRolePolicy",
     "Allows ELB to call AWS services on your behalf.", false},
    {"spot.amazonaws.com", "AWSServiceRoleForEC2Spot",
     "aws-service-role/AWSEC2SpotServiceRolePolicy", "Default EC2 Spot Service Linked Role", false},
    {"replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication",
     "aws-service-role/ECRReplicationServiceRolePolicy", "", false},
    {"ssm.amazonaws.com", "AWSServiceRoleForAmazonSSM",
     "aws-service-role/AmazonSSMServiceRolePolicy",
     "Provides access to AWS Resources managed or used by Amazon SSM.", false},
};

}  // namespace

const ServiceLinkedRole* find_service_linked_role(std::string_view service) {
  for (const ServiceLinkedRole& each : kTemplates) {
    if (each.service == service) return &each;
  }
  return nullptr;
}

std::string service_linked_path(std::string_view service) {
  return fmt::format("{}{}/", kServicePath, service);
}

std::string service_linked_name(const ServiceLinkedRole& role,
                                const std::optional<std::string>& suffix) {
  return suffix ? fmt::format("{}_{}", role.name, *suffix) : std::string(role.name);
}

bool is_service_linked_path(std::string_view path) {
  return path.substr(0, kServicePath.size()) == kServicePath;
}

bool is_service_linked(const store::RoleRecord& role) {
  return is_service_linked_path(role.path);
}

Result<store::RoleRecord> require_modifiable_role(Context& context, std::string_view name) {
  BERTH_ASSIGN(store::RoleRecord role, require_role(context, name));
  if (!is_service_linked(role)) return role;
  return fail(client_fault(
      "UnmodifiableEntity",
      fmt::format("Cannot perform the operation on the protected role '{}' - this role is only "
                  "modifiable by AWS",
                  role.name)));
}

}  // namespace berth::services::iam
