// The catalogue: what the role's policies say.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kAuthorisationCauses = std::to_array<Cause>({
    {"action-not-allowed", "The role's policies do not allow the action",
     "… because no identity-based policy allows the … action.",
     "No policy of the role has a statement for the action.", "aws iam simulate-principal-policy",
     "Allow the action.", Seen::kOutside, Shown::kReal, ""},
    {"boundary-blocks", "The role's permissions boundary does not allow the action",
     "… because no permissions boundary allows the … action.",
     "A boundary bounds what the role's policies may allow.",
     "aws iam get-role --query Role.PermissionsBoundary", "Widen the boundary.", Seen::kOutside,
     Shown::kReal, ""},
    {"explicit-deny", "A policy denies the action", "… with an explicit deny in ….",
     "A Deny goes before every Allow.", "The policy that the finding names.",
     "Remove or narrow the Deny.", Seen::kOutside, Shown::kReal, ""},
    {"resource-mismatch", "The action is allowed on other resources",
     "Denied on the resource that the message names.",
     "Region, cluster, account or a wildcard in Resource do not fit.",
     "The statement that the finding shows.", "Correct Resource.", Seen::kOutside, Shown::kReal,
     ""},
    {"condition-mismatch", "A condition of the statement does not hold",
     "Denied, though action and resource fit.",
     "A condition key has another value, or is not there at all.",
     "The statement that the finding shows.", "Correct the condition.", Seen::kOutside,
     Shown::kReal, ""},
    {"policy-on-wrong-role", "The policy is attached to another role of the task",
     "Denied as the task role.", "The execution role has the permission that the task role needs.",
     "aws iam list-attached-role-policies, for both.", "Attach the policy to the task role.",
     Seen::kOutside, Shown::kReal, ""},
});

}  // namespace

std::span<const Cause> authorisation_causes() {
  return kAuthorisationCauses;
}

}  // namespace berth::doctor
