// sts:GetFederationToken: temporary credentials for somebody whom a user vouches for, no wider than
// the user's own and than the policies that the request gives; without one they allow nothing.
#include "services/principals.h"
#include "services/session_tokens.h"
#include "services/sts/operations.h"
#include "services/sts/own_sessions.h"
#include "services/sts/packed_size.h"
#include "services/sts/session_facts.h"
#include "services/sts/shown.h"

namespace berth::services::sts {

Result<aws::sts::GetFederationTokenResponse> get_federation_token(
    Context& context, const aws::sts::GetFederationTokenRequest& request) {
  BERTH_TRY(check_long_lived(context, "GetFederationToken"));
  BERTH_ASSIGN(SessionFacts facts, requested_facts(context, wishes_of(request)));
  set_own_session(context, request.duration_seconds, facts);
  const berth::iam::Principal principal =
      federated_user_principal(context.account, context.caller.principal, *request.name);
  aws::sts::GetFederationTokenResponse response;
  response.credentials =
      shown_credentials(context.session_tokens.issue(principal, facts, context.random));
  auto& user = response.federated_user.emplace();
  user.federated_user_id = principal.user_id;
  user.arn = principal.arn;
  response.packed_policy_size = shown_packed_size(facts);
  return response;
}

}  // namespace berth::services::sts
