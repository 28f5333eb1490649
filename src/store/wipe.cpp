// See wipe.h. Every table but iam_revision, whose number goes on, and the schema's own.
#include "store/wipe.h"

#include "store/iam/revision.h"

namespace berth::store {
namespace {

// Literals, for each connection prepares a statement once.
constexpr std::string_view kStatements[] = {
    "DELETE FROM decisions",
    "DELETE FROM log_blocks",
    "DELETE FROM log_metric_filters",
    "DELETE FROM log_subscription_filters",
    "DELETE FROM log_metrics",
    "DELETE FROM log_resource_policies",
    "DELETE FROM log_queries",
    "DELETE FROM log_streams",
    "DELETE FROM log_groups",
    "DELETE FROM ecs_tasks",
    "DELETE FROM ecs_container_instances",
    "DELETE FROM ecs_task_definitions",
    "DELETE FROM ecs_families",
    "DELETE FROM ecs_clusters",
    "DELETE FROM ecs_account_settings",
    "DELETE FROM ecs_client_tokens",
    "DELETE FROM iam_oidc_entries",
    "DELETE FROM iam_oidc_providers",
    "DELETE FROM iam_saml_providers",
    "DELETE FROM iam_former_passwords",
    "DELETE FROM iam_login_profiles",
    "DELETE FROM iam_password_policy",
    "DELETE FROM iam_mfa_devices",
    "DELETE FROM iam_credential_report",
    "DELETE FROM iam_role_deletions",
    "DELETE FROM iam_uses",
    "DELETE FROM iam_access_report_entities",
    "DELETE FROM iam_access_reports",
    "DELETE FROM iam_attachments",
    "DELETE FROM iam_inline_policies",
    "DELETE FROM iam_tags",
    "DELETE FROM iam_policy_versions",
    "DELETE FROM iam_policies",
    "DELETE FROM iam_instance_profiles",
    "DELETE FROM iam_memberships",
    "DELETE FROM iam_groups",
    "DELETE FROM iam_access_keys",
    "DELETE FROM iam_users",
    "DELETE FROM iam_roles",
    "DELETE FROM installation",
};

}  // namespace

void wipe(Transaction& tx) {
  for (const std::string_view statement : kStatements) tx.execute(statement);
  bump_iam_revision(tx);
}

}  // namespace berth::store
