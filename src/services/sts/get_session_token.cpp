// sts:GetSessionToken: temporary credentials of the calling user itself.
#include "services/principals.h"
#include "services/session_tokens.h"
#include "services/sts/operations.h"
#include "services/sts/shown.h"

namespace berth::services::sts {
namespace {

constexpr std::int64_t kUserSecondsDefault = 43200;
constexpr std::int64_t kRootSecondsMax = 3600;

}  // namespace

Result<aws::sts::GetSessionTokenResponse> get_session_token(
    Context& context, const aws::sts::GetSessionTokenRequest& request) {
  if (context.caller.session) {
    return fail(
        Fault{"AccessDenied", "Cannot call GetSessionToken with session credentials", 403, {}});
  }
  if (request.serial_number || request.token_code) {
    return fail(Fault{"AccessDenied",
                      "MultiFactorAuthentication failed with invalid MFA one time pass code.",
                      403,
                      {}});
  }
  std::int64_t seconds = request.duration_seconds.value_or(kUserSecondsDefault);
  if (is_root(context.caller.principal)) seconds = std::min(seconds, kRootSecondsMax);
  SessionFacts facts;
  facts.issued_at = context.now;
  facts.expires_at = context.now + std::chrono::seconds(seconds);
  facts.role_unique_id = user_id_of(context.caller.principal);
  aws::sts::GetSessionTokenResponse response;
  response.credentials = shown_credentials(
      context.session_tokens.issue(context.caller.principal, facts, context.random));
  return response;
}

}  // namespace berth::services::sts
