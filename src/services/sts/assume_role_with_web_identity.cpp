// sts:AssumeRoleWithWebIdentity: temporary credentials of a role, for the bearer of a token of an
// OpenID Connect provider. The gateway has verified the token (gateway/web_identity.h).
#include "services/sts/operations.h"
#include "services/sts/packed_size.h"
#include "services/sts/roles.h"
#include "services/sts/session_facts.h"

namespace berth::services::sts {

Result<aws::sts::AssumeRoleWithWebIdentityResponse> assume_role_with_web_identity(
    Context& context, const aws::sts::AssumeRoleWithWebIdentityRequest& request) {
  const WebIdentity& identity = *context.caller.web_identity;
  BERTH_ASSIGN(SessionFacts facts, requested_facts(context, wishes_of(request)));
  const std::string& provider = context.caller.principal.arn;
  facts.federated_keys = {{"aws:FederatedProvider", provider},
                          {identity.issuer + ":aud", identity.audience},
                          {identity.issuer + ":sub", identity.subject}};
  BERTH_ASSIGN(RoleSession session,
               open_role_session(context, *request.role_arn, *request.role_session_name,
                                 request.duration_seconds, facts));
  aws::sts::AssumeRoleWithWebIdentityResponse response;
  response.credentials = std::move(session.credentials);
  response.assumed_role_user = std::move(session.user);
  response.packed_policy_size = shown_packed_size(facts);
  response.subject_from_web_identity_token = identity.subject;
  response.audience = identity.audience;
  response.provider = provider;
  if (!facts.source_identity.empty()) response.source_identity = facts.source_identity;
  return response;
}

}  // namespace berth::services::sts
