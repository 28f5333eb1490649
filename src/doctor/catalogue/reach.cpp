// The catalogue: the way to the service itself.
#include <array>

#include "doctor/catalogue/groups.h"

namespace berth::doctor {
namespace {

constexpr auto kReachCauses = std::to_array<Cause>({
    {"wrong-region", "The request was meant for another region",
     "Credential should be scoped to a valid region.",
     "AWS_REGION and the endpoint do not belong together.", "environment of the definition.",
     "Correct AWS_REGION or the endpoint.", Seen::kSymptom, Shown::kReal, ""},
    {"api-unreachable", "The service cannot be reached", "Timeouts at the service's own name.",
     "DNS, routes, a missing VPC endpoint.", "A look from inside the task.", "Restore the route.",
     Seen::kInside, Shown::kNot, ""},
    {"ca-not-trusted", "The container does not trust the endpoint's certificate",
     "SSL validation failed.", "The authority is not in the bundle that this client reads.",
     "AWS_CA_BUNDLE in the container.", "Set AWS_CA_BUNDLE to a bundle with the authority.",
     Seen::kSymptom, Shown::kReal, ""},
    {"endpoint-not-set", "The client calls AWS itself in place of this endpoint",
     "InvalidClientTokenId of amazonaws.com.",
     "AWS_ENDPOINT_URL is not set and names are not redirected.", "A look from inside the task.",
     "Set AWS_ENDPOINT_URL.", Seen::kInside, Shown::kNot, ""},
    {"sdk-too-old-for-endpoint", "The SDK does not know AWS_ENDPOINT_URL",
     "InvalidClientTokenId of amazonaws.com.", "SDKs of before mid-2023 ignore it.",
     "The SDK's version.", "Use --endpoint-url, or names that are redirected.", Seen::kInside,
     Shown::kNot, ""},
});

}  // namespace

std::span<const Cause> reach_causes() {
  return kReachCauses;
}

}  // namespace berth::doctor
