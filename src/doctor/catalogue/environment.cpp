// The catalogue: what the process inherited.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kEnvironmentCauses = std::to_array<Cause>({
    {"proxy-without-no-proxy", "A proxy is set without an exception for the endpoint",
     "Failed to connect to proxy URL, or metadata that is no JSON.",
     "HTTP_PROXY sends even 169.254.170.2 to the proxy.",
     "The definition's environment: HTTP_PROXY without NO_PROXY.",
     "NO_PROXY=169.254.170.2,169.254.169.254", Seen::kOutside, Shown::kWritten,
     "a definition with HTTP_PROXY, and the AWS CLI's line"},
    {"environment-not-inherited", "The process did not inherit the task's environment",
     "The client prints \"Unable to locate credentials\".",
     "cron, sudo, su -, ssh, env -i, s6 and php-fpm start processes with another environment.",
     "tr '\\0' '\\n' </proc/1/environ has the variable, the process's own does not.",
     "Hand AWS_CONTAINER_CREDENTIALS_RELATIVE_URI on.", Seen::kSymptom, Shown::kReal, ""},
    {"container-outside-task", "The process is not in a container of the task",
     "The client prints \"Unable to locate credentials\".",
     "A container that was started beside ECS has no role.",
     "docker inspect: the labels com.amazonaws.ecs.*", "Run it in the task.", Seen::kInside,
     Shown::kNot, ""},
    {"stale-credentials-uri", "The definition sets the credentials' address itself",
     "400 InvalidIdInRequest.",
     "AWS_CONTAINER_CREDENTIALS_* was copied from another task; each task has an id of its own.",
     "The definition's environment.", "Remove the variable: ECS sets it.", Seen::kOutside,
     Shown::kReal, ""},
    {"full-uri-refused", "The credentials' full address names a host that clients refuse",
     "Unsupported host.",
     "Clients take loopback addresses, 169.254.170.2, 169.254.170.23 and https only.",
     "AWS_CONTAINER_CREDENTIALS_FULL_URI in the environment.",
     "Use AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, which ECS sets.", Seen::kOutside, Shown::kReal,
     ""},
    {"both-uris-set", "Both addresses of credentials are set", "The relative address wins.",
     "The definition sets AWS_CONTAINER_CREDENTIALS_FULL_URI beside what ECS sets.",
     "The definition's environment.", "Drop the full address, or the task role.", Seen::kSymptom,
     Shown::kWritten, "a definition with AWS_CONTAINER_CREDENTIALS_FULL_URI and a task role"},
    {"no-region", "No region is set", "You must specify a region.",
     "Neither AWS_REGION nor AWS_DEFAULT_REGION nor --region.", "The definition's environment.",
     "Set AWS_REGION in the definition.", Seen::kOutside, Shown::kReal, ""},
});

}  // namespace

std::span<const Cause> environment_causes() {
  return kEnvironmentCauses;
}

}  // namespace berth::doctor
