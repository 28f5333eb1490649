// Roles that belong to a service: which there are, and that nobody else changes them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "services/context.h"
#include "store/iam/roles.h"

namespace berth::services::iam {

/// The template of a service's role. "AWS services that work with IAM", IAM User Guide.
struct ServiceLinkedRole {
  std::string_view service;      ///< "ecs.amazonaws.com"
  std::string_view name;         ///< "AWSServiceRoleForECS"
  std::string_view policy;       ///< of AWS's policies, after "policy/"
  std::string_view description;  ///< where the request gives none
  bool takes_suffix = false;
};

/// Null where Berth knows no such service.
const ServiceLinkedRole* find_service_linked_role(std::string_view service);
/// "/aws-service-role/ecs.amazonaws.com/"
std::string service_linked_path(std::string_view service);
/// With the suffix, if there is one: "AWSServiceRoleForAutoScaling_test".
std::string service_linked_name(const ServiceLinkedRole& role,
                                const std::optional<std::string>& suffix);

bool is_service_linked(const store::RoleRecord& role);
/// True for paths that only service-linked roles have.
bool is_service_linked_path(std::string_view path);

/// The role, to be changed. Faults NoSuchEntity, UnmodifiableEntity for service-linked ones.
Result<store::RoleRecord> require_modifiable_role(Context& context, std::string_view name);

}  // namespace berth::services::iam
