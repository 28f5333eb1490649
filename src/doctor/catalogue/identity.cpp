// The catalogue: who the client takes itself for.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kIdentityCauses = std::to_array<Cause>({
    {"static-key-wins", "A static access key goes before the task role",
     "InvalidClientTokenId, or calls as another identity.",
     "AWS_ACCESS_KEY_ID is earlier in the chain than the container's credentials.",
     "environment and secrets of the definition; the ARN in the message.",
     "Remove AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", Seen::kOutside, Shown::kReal, ""},
    {"partial-static-key", "Half a static access key is set", "Partial credentials found in env.",
     "AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY, or the other way.",
     "environment and secrets of the definition.", "Remove both.", Seen::kOutside, Shown::kReal,
     ""},
    {"profile-in-image", "A profile is chosen that is not there",
     "The config profile (…) could not be found.",
     "AWS_PROFILE is set in the definition or the image.",
     "environment of the definition; docker inspect of the image.", "Unset AWS_PROFILE.",
     Seen::kOutside, Shown::kReal, ""},
    {"web-identity-wins", "A web identity goes before the task role",
     "An error of AssumeRoleWithWebIdentity.",
     "AWS_WEB_IDENTITY_TOKEN_FILE is earlier in the chain.", "environment of the definition.",
     "Remove AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN.", Seen::kOutside, Shown::kReal, ""},
    {"sdk-too-old", "The SDK is too old for container credentials",
     "The client prints \"Unable to locate credentials\".",
     "SDKs of before mid-2016 do not know the variable.", "The SDK's version.", "Upgrade it.",
     Seen::kSymptom, Shown::kWritten, "the AWS CLI's line in a task that has a role"},
    {"library-reads-imds-only", "The library asks the instance's metadata alone",
     "The instance's role is used.", "Some libraries never look at the container's credentials.",
     "The agent's audit log: no request.", "Upgrade or patch the library.", Seen::kAgent,
     Shown::kNot, ""},
    {"instance-role-used", "The instance's role is used in place of the task's", "Denied as …/i-….",
     "The client did not find the container's credentials and went on to the instance's.",
     "The ARN in the message: its session is an instance id.",
     "Block 169.254.169.254 for tasks, then look why the task role was not used.", Seen::kOutside,
     Shown::kWritten, "a denial whose session is an instance id"},
    {"task-already-stopped", "The process outlived its task", "400 InvalidIdInRequest.",
     "The id in its environment belonged to a task that has stopped.", "aws ecs describe-tasks",
     "End the process.", Seen::kSymptom, Shown::kWritten, "the AWS CLI's line at an unknown id"},
});

}  // namespace

std::span<const Cause> identity_causes() {
  return kIdentityCauses;
}

}  // namespace berth::doctor
