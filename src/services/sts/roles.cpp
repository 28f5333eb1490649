// See roles.h. Times are checked last, as AWS does: who may not assume a role learns nothing of it.
#include "services/sts/roles.h"

#include <string_view>

#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/principals.h"
#include "services/session_tokens.h"
#include "services/sts/shown.h"

namespace berth::services::sts {
namespace {

constexpr std::int64_t kDurationDefaultSeconds = 3600;
constexpr std::int64_t kChainedSecondsMax = 3600;

Fault may_not_assume(const Context& context, const std::string& role_arn) {
  const berth::iam::Principal& caller = context.caller.principal;
  return Fault{"AccessDenied",
               is_web_identity(caller)
                   ? std::string("Not authorized to perform sts:AssumeRoleWithWebIdentity")
                   : fmt::format("User: {} is not authorized to perform: sts:AssumeRole on "
                                 "resource: {}",
                                 caller.arn, role_arn),
               403,
               {}};
}

/// The authorisation has found the role just now; it may have gone since.
Result<store::RoleRecord> require_role(Context& context, const std::string& role_arn) {
  const auto name = parse_iam_arn(role_arn);
  auto role = name ? store::find_role(context.tx, name->name) : std::nullopt;
  if (role && iam_arn(context.account, "role", role->path, role->name) == role_arn) {
    return std::move(*role);
  }
  return fail(may_not_assume(context, role_arn));
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

Result<RoleSession> open_role_session(Context& context, const std::string& role_arn,
                                      const std::string& session_name,
                                      const std::optional<std::int32_t>& seconds,
                                      SessionFacts& facts) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, role_arn));
  facts.chained = is_role_session(context.caller.principal);
  const std::int64_t lasts = seconds.value_or(kDurationDefaultSeconds);
  const std::string_view refusal = duration_refusal(role, facts.chained, lasts);
  if (!refusal.empty()) return fail(client_fault("ValidationError", std::string(refusal)));
  facts.role_unique_id = role.id;
  facts.issued_at = context.now;
  facts.expires_at = context.now + std::chrono::seconds(lasts);
  const berth::iam::Principal principal =
      role_session_principal(context.account, role, session_name);
  RoleSession session;
  session.credentials =
      shown_credentials(context.session_tokens.issue(principal, facts, context.random));
  session.user.assumed_role_id = principal.user_id;
  session.user.arn = principal.arn;
  return session;
}

}  // namespace berth::services::sts
