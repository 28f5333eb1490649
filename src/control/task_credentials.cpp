// The one place where credentials of tasks are made.
#include "control/task_credentials.h"

#include <fmt/format.h>

#include "base/time_format.h"
#include "services/context.h"
#include "services/entity_names.h"
#include "services/principals.h"
#include "store/iam/roles.h"

namespace berth::control {
namespace {

constexpr const char* kTasksService = "ecs-tasks.amazonaws.com";

Fault unable_to_assume(const std::string& role_arn) {
  return client_fault(
      "ClientException",
      fmt::format("ECS was unable to assume the role '{}' that was provided for this task. Please "
                  "verify that the role being passed has the proper trust relationship and "
                  "permissions and that your IAM user has permissions to pass this role.",
                  role_arn));
}

Result<void> require_trust(const CredentialsParts& parts, store::Transaction& tx,
                           const store::TaskRecord& task, const std::string& role_arn,
                           TimePoint now) {
  const services::Caller nobody;
  const std::string request_id = random_uuid(parts.random);
  services::Effects effects;
  services::Context context{nobody,
                            parts.account,
                            Region(task.region),
                            tx,
                            now,
                            parts.random,
                            request_id,
                            parts.authorizer,
                            parts.session_tokens,
                            parts.settings,
                            effects};
  return parts.authorizer.authorize_service_assume_role(context, kTasksService, role_arn,
                                                        store::task_arn(task));
}

Result<aws::acs::IAMRoleCredentials> assume(const CredentialsParts& parts, store::Transaction& tx,
                                            const store::TaskRecord& task,
                                            const std::string& role_arn,
                                            const std::string& credentials_id, TimePoint now) {
  const auto name = services::parse_iam_arn(role_arn);
  const auto role = name ? store::find_role(tx, name->name) : std::nullopt;
  if (!role || !require_trust(parts, tx, task, role_arn, now)) {
    return fail(unable_to_assume(role_arn));
  }
  services::SessionFacts facts;
  facts.issued_at = now;
  facts.expires_at = now + parts.life;
  facts.role_unique_id = role->id;
  const services::SessionCredentials made = parts.session_tokens.issue(
      services::role_session_principal(parts.account, *role, task.task_id), facts, parts.random);
  aws::acs::IAMRoleCredentials credentials;
  credentials.credentials_id = credentials_id;
  credentials.role_arn = role_arn;
  credentials.access_key_id = made.access_key_id.str();
  credentials.secret_access_key = std::string(made.secret_access_key.reveal());
  credentials.session_token = std::string(made.session_token.reveal());
  credentials.expiration = format_iso8601(made.expires_at);
  return credentials;
}

}  // namespace

Result<acs::PayloadCredentials> issue_task_credentials(const CredentialsParts& parts,
                                                       store::Transaction& tx,
                                                       const store::TaskRecord& task,
                                                       TimePoint now) {
  acs::PayloadCredentials credentials;
  if (!task.task_role_arn.empty()) {
    BERTH_ASSIGN(credentials.task_role,
                 assume(parts, tx, task, task.task_role_arn, task.credentials_id, now));
  }
  if (!task.execution_role_arn.empty()) {
    BERTH_ASSIGN(credentials.execution_role, assume(parts, tx, task, task.execution_role_arn,
                                                    task.execution_credentials_id, now));
  }
  if (credentials.task_role || credentials.execution_role) {
    store::set_task_credentials_issued(tx, task, to_epoch_ms(now));
  }
  return credentials;
}

}  // namespace berth::control
