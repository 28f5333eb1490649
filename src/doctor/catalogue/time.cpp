// The catalogue: sessions and clocks.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kTimeCauses = std::to_array<Cause>({
    {"credentials-expired", "Credentials were kept beyond their end", "ExpiredToken.",
     "The program keeps the keys that it fetched once.", "When the process started.",
     "Use a provider that refreshes.", Seen::kSymptom, Shown::kWritten,
     "the AWS CLI's line at an expired token"},
    {"rotation-stopped", "Credentials are no longer renewed", "ExpiredToken, later.",
     "The agent cannot reach the control plane.", "The agent's log.", "Restore the link.",
     Seen::kAgent, Shown::kNot, ""},
    {"role-recreated", "The role was deleted and made anew after the task began",
     "The security token included in the request is invalid.",
     "Sessions belong to the role's id, and the new role has another.",
     "aws iam get-role --query Role.CreateDate, against the task's startedAt.",
     "Start the tasks anew.", Seen::kOutside, Shown::kReal, ""},
    {"sessions-revoked", "The role's older sessions were revoked", "An explicit deny.",
     "The policy AWSRevokeOlderSessions denies what was issued before its time.",
     "aws iam list-role-policies", "Start the tasks anew; remove the policy when all have.",
     Seen::kOutside, Shown::kReal, ""},
    {"clock-skew", "The clock is wrong", "Signature expired, or not yet current.",
     "Requests are signed with the time; services take five minutes, STS and IAM fifteen.",
     "date -u, in the container and elsewhere.", "Set the instance's clock by NTP.", Seen::kSymptom,
     Shown::kReal, ""},
    {"too-soon", "The change is too young", "A denial that goes away.",
     "On AWS, roles and policies take seconds to reach every region; Berth has no such delay.",
     "When it was changed.", "Try again.", Seen::kSymptom, Shown::kWritten,
     "a denial less than 15 s after the role was made"},
});

}  // namespace

std::span<const Cause> time_causes() {
  return kTimeCauses;
}

}  // namespace berth::doctor
