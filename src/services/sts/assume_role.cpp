// sts:AssumeRole: temporary credentials of a role, for whom its trust policy names.
#include "services/sts/operations.h"
#include "services/sts/packed_size.h"
#include "services/sts/roles.h"
#include "services/sts/session_facts.h"

namespace berth::services::sts {

Result<aws::sts::AssumeRoleResponse> assume_role(Context& context,
                                                 const aws::sts::AssumeRoleRequest& request) {
  BERTH_ASSIGN(SessionFacts facts, requested_facts(context, wishes_of(request)));
  // AWS puts nothing of the second factor into the session: it counted for assuming the role.
  BERTH_ASSIGN(RoleSession session,
               open_role_session(context, *request.role_arn, *request.role_session_name,
                                 request.duration_seconds, facts));
  aws::sts::AssumeRoleResponse response;
  response.credentials = std::move(session.credentials);
  response.assumed_role_user = std::move(session.user);
  response.packed_policy_size = shown_packed_size(facts);
  if (!facts.source_identity.empty()) response.source_identity = facts.source_identity;
  return response;
}

}  // namespace berth::services::sts
