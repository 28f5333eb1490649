// STS: every operation that Berth serves, and what its caller must be allowed.
#include "services/sts/operations.h"
#include "services/sts/targets.h"

namespace berth::services {
namespace {

using namespace sts;  // NOLINT: the list below is easier to read so
namespace in = aws::sts;
namespace ops = aws::sts::ops;
using enum Access;

constexpr Operation kOperations[] = {
    serve<ops::AssumeRole, assume_role, on_role_to_assume>(kRead),
    serve<ops::AssumeRoleWithWebIdentity, assume_role_with_web_identity, on_role_with_web_identity>(
        kRead),
    serve<ops::DecodeAuthorizationMessage, decode_authorization_message,
          on_any_resource<in::DecodeAuthorizationMessageRequest>>(kRead),
    serve<ops::GetFederationToken, get_federation_token, on_federated_user>(kRead),
    serve<ops::GetAccessKeyInfo, get_access_key_info, on_any_resource<in::GetAccessKeyInfoRequest>>(
        kRead),
    serve<ops::GetCallerIdentity, get_caller_identity,
          always_allowed<in::GetCallerIdentityRequest>>(kRead),
    serve<ops::GetSessionToken, get_session_token, always_allowed<in::GetSessionTokenRequest>>(
        kRead),
};

}  // namespace

std::span<const Operation> sts_operations() {
  return kOperations;
}

}  // namespace berth::services
