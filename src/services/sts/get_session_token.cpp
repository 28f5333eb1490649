// sts:GetSessionToken: temporary credentials of the calling user itself.
#include "services/session_tokens.h"
#include "services/sts/operations.h"
#include "services/sts/own_sessions.h"
#include "services/sts/shown.h"

namespace berth::services::sts {

Result<aws::sts::GetSessionTokenResponse> get_session_token(
    Context& context, const aws::sts::GetSessionTokenRequest& request) {
  BERTH_TRY(check_long_lived(context, "GetSessionToken"));
  SessionFacts facts;
  set_own_session(context, request.duration_seconds, facts);
  if (context.caller.second_factor) facts.mfa_at = context.now;
  aws::sts::GetSessionTokenResponse response;
  response.credentials = shown_credentials(
      context.session_tokens.issue(context.caller.principal, facts, context.random));
  return response;
}

}  // namespace berth::services::sts
