// sts:AssumeRole: temporary credentials of a role, for whom its trust policy names.
#include <string_view>

#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/principals.h"
#include "services/session_tokens.h"
#include "services/sts/operations.h"
#include "services/sts/session_facts.h"
#include "services/sts/shown.h"
#include "store/iam/roles.h"

namespace berth::services::sts {
namespace {

constexpr std::int64_t kDurationDefaultSeconds = 3600;
constexpr std::int64_t kChainedSecondsMax = 3600;

/// The authorisation has found the role just now; it may have gone since.
Result<store::RoleRecord> require_role(Context& context, const std::string& role_arn) {
  const auto name = parse_iam_arn(role_arn);
  auto role = name ? store::find_role(context.tx, name->name) : std::nullopt;
  if (role && iam_arn(context.account, "role", role->path, role->name) == role_arn) {
    return std::move(*role);
  }
  return fail(
      Fault{"AccessDenied",
            fmt::format("User: {} is not authorized to perform: sts:AssumeRole on resource: {}",
                        context.caller.principal.arn, role_arn),
            403,
            {}});
}

/// Why a session of the role may not last so long; empty where it may.
std::string_view duration_refusal(const store::RoleRecord& role, bool chained,
                                  std::int64_t seconds) {
  if (chained && seconds > kChainedSecondsMax) {
    return "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by "
           "role chaining";
  }
  if (seconds > role.max_session_seconds) {
    return "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
  }
  return {};
}

}  // namespace

Result<aws::sts::AssumeRoleResponse> assume_role(Context& context,
                                                 const aws::sts::AssumeRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_arn));
  BERTH_ASSIGN(SessionFacts facts, requested_facts(context, request));
  facts.chained = is_role_session(context.caller.principal);
  const std::int64_t seconds = request.duration_seconds.value_or(kDurationDefaultSeconds);
  const std::string_view refusal = duration_refusal(role, facts.chained, seconds);
  if (!refusal.empty()) return fail(client_fault("ValidationError", std::string(refusal)));
  facts.role_unique_id = role.id;
  facts.issued_at = context.now;
  facts.expires_at = context.now + std::chrono::seconds(seconds);
  const berth::iam::Principal principal =
      role_session_principal(context.account, role, *request.role_session_name);
  const SessionCredentials credentials =
      context.session_tokens.issue(principal, facts, context.random);

  aws::sts::AssumeRoleResponse response;
  response.credentials = shown_credentials(credentials);
  auto& user = response.assumed_role_user.emplace();
  user.assumed_role_id = principal.user_id;
  user.arn = principal.arn;
  if (!facts.policies.empty() || !facts.tags.empty()) {
    response.packed_policy_size = packed_size_percent(facts);
  }
  if (!facts.source_identity.empty()) response.source_identity = facts.source_identity;
  return response;
}

}  // namespace berth::services::sts
