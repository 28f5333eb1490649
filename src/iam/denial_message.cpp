// AWS's sentences about a denied call, which users and tools search for.
#include <fmt/format.h>

#include "iam/evaluate.h"

namespace berth::iam {
namespace {

std::string_view denying(PolicyType type) {
  switch (type) {
    case PolicyType::kIdentity:
      return "an identity-based policy";
    case PolicyType::kBoundary:
      return "a permissions boundary";
    case PolicyType::kSession:
      return "a session policy";
    case PolicyType::kResource:
      return "a resource-based policy";
    case PolicyType::kTrust:
      return "a role trust policy";
  }
  return "";
}

/// AWS names the denying policy only where it has an ARN and belongs to the caller's own account.
bool names_policy(const Request& request, const Decision& decision) {
  return decision.policy != nullptr && decision.policy->managed &&
         (request.resource_account.empty() ||
          request.resource_account == request.principal.account);
}

}  // namespace

std::string denial_message(const Request& request, const Decision& decision) {
  std::string message = fmt::format("User: {} is not authorized to perform: {}",
                                    request.principal.arn, request.action);
  // Of its actions without resources STS says no resource; other services say "*".
  const bool unnamed = request.resource == "*" && request.action.compare(0, 4, "sts:") == 0;
  if (!unnamed) message += " on resource: " + request.resource;
  if (decision.outcome == Outcome::kExplicitlyDenied) {
    message += fmt::format(" with an explicit deny in {}", denying(decision.decided_by));
    if (names_policy(request, decision)) message += ": " + decision.policy->name;
  } else {
    message += fmt::format(" because no {} allows the {} action", kind_name(decision.decided_by),
                           request.action);
  }
  return message;
}

}  // namespace berth::iam
