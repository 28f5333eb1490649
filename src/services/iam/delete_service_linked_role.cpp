// iam:DeleteServiceLinkedRole: takes the role of a service away; the task that does it is done with
// the answer.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/service_linked_roles.h"
#include "store/iam/account_records.h"
#include "store/iam/policies.h"
#include "store/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr int kDetachedMax = 100;
constexpr std::int64_t kRememberedMs = 30LL * 86'400'000;

}  // namespace

Result<aws::iam::DeleteServiceLinkedRoleResponse> delete_service_linked_role(
    Context& context, const aws::iam::DeleteServiceLinkedRoleRequest& request) {
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  if (!is_service_linked(role)) {
    return fail(no_such_entity(
        fmt::format("The service-linked role with name {} cannot be found.", role.name)));
  }
  store::RoleDeletionRecord deletion;
  deletion.task_id = fmt::format("task{}{}/{}", role.path, role.name, random_uuid(context.random));
  deletion.role_arn = role_arn(context, role);
  deletion.created_at_ms = to_epoch_ms(context.now);
  for (const auto& policy : store::list_attachments(context.tx, role.id, "", kDetachedMax)) {
    store::detach_policy(context.tx, role.id, policy);
  }
  store::delete_iam_tags(context.tx, role.id);
  store::delete_role(context.tx, role.id);
  store::insert_role_deletion(context.tx, deletion, deletion.created_at_ms - kRememberedMs);
  aws::iam::DeleteServiceLinkedRoleResponse response;
  response.deletion_task_id = deletion.task_id;
  return response;
}

}  // namespace berth::services::iam
