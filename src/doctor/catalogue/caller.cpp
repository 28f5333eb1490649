// The catalogue: whether whoever runs the task may hand it the role.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kCallerCauses = std::to_array<Cause>({
    {"pass-role-denied", "The caller may not pass the role",
     "AccessDeniedException: not authorized to perform: iam:PassRole.",
     "Whoever registers or runs a task hands a role to ECS, and needs iam:PassRole on that role.",
     "aws iam simulate-principal-policy --policy-source-arn CALLER --action-names iam:PassRole "
     "--resource-arns ROLE",
     "Allow iam:PassRole on the role, with iam:PassedToService ecs-tasks.amazonaws.com.",
     Seen::kOutside, Shown::kReal, ""},
    {"pass-role-wrong-service", "iam:PassRole is allowed for another service only",
     "AccessDeniedException: not authorized to perform: iam:PassRole.",
     "The condition iam:PassedToService names another service than ecs-tasks.amazonaws.com.",
     "Look at the Condition of the caller's statement for iam:PassRole.",
     "Let the condition name ecs-tasks.amazonaws.com.", Seen::kOutside, Shown::kReal, ""},
});

}  // namespace

std::span<const Cause> caller_causes() {
  return kCallerCauses;
}

}  // namespace berth::doctor
