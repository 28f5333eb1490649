// iam:ListEntitiesForPolicy: the groups, roles and users that have a managed policy, attached or as
// their boundary.
#include <algorithm>
#include <set>

#include "services/iam/entities.h"
#include "services/iam/managed.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"
#include "store/iam/tags.h"

namespace berth::services::iam {
namespace {

struct Entity {
  std::string kind;  ///< as EntityFilter names it
  std::string name;
  std::string path;
  std::string id;

  /// Groups first, then roles, then users, each by name.
  std::string order() const { return kind + '/' + store::name_key(name); }
};

std::optional<Entity> entity_of(Context& context, const std::string& id) {
  const std::string prefix = id.substr(0, 4);
  if (prefix == "AGPA") {
    const auto group = store::find_group_by_id(context.tx, id);
    if (group) return Entity{"Group", group->name, group->path, id};
  } else if (prefix == "AROA") {
    const auto role = store::find_role_by_id(context.tx, id);
    if (role) return Entity{"Role", role->name, role->path, id};
  } else if (prefix == "AIDA") {
    const auto user = store::find_user_by_id(context.tx, id);
    if (user) return Entity{"User", user->name, user->path, id};
  }
  return std::nullopt;
}

/// Who has the policy in the way that is asked for, each once.
std::set<std::string> ids_of(Context& context,
                             const aws::iam::ListEntitiesForPolicyRequest& request) {
  const std::string usage = request.policy_usage_filter.value_or("");
  std::set<std::string> ids;
  if (usage != "PermissionsBoundary") {
    for (auto& id : store::list_attached_owners(context.tx, *request.policy_arn)) {
      ids.insert(std::move(id));
    }
  }
  if (usage != "PermissionsPolicy") {
    for (auto& id : store::list_bounded_owners(context.tx, *request.policy_arn)) {
      ids.insert(std::move(id));
    }
  }
  return ids;
}

void show(const Entity& entity, aws::iam::ListEntitiesForPolicyResponse& response) {
  if (entity.kind == "Group") {
    auto& shown = response.policy_groups->emplace_back();
    shown.group_name = entity.name;
    shown.group_id = entity.id;
  } else if (entity.kind == "Role") {
    auto& shown = response.policy_roles->emplace_back();
    shown.role_name = entity.name;
    shown.role_id = entity.id;
  } else {
    auto& shown = response.policy_users->emplace_back();
    shown.user_name = entity.name;
    shown.user_id = entity.id;
  }
}

}  // namespace

Result<aws::iam::ListEntitiesForPolicyResponse> list_entities_for_policy(
    Context& context, const aws::iam::ListEntitiesForPolicyRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_TRY(require_attachable(context, *request.policy_arn));
  const std::string path = request.path_prefix.value_or("/");
  std::vector<Entity> entities;
  for (const std::string& id : ids_of(context, request)) {
    auto entity = entity_of(context, id);
    if (!entity || entity->path.compare(0, path.size(), path) != 0) continue;
    if (entity->kind != request.entity_filter.value_or(entity->kind)) continue;
    if (entity->order() > page.after) entities.push_back(std::move(*entity));
  }
  std::sort(entities.begin(), entities.end(),
            [](const Entity& a, const Entity& b) { return a.order() < b.order(); });
  aws::iam::ListEntitiesForPolicyResponse response;
  cut_page(page, entities, response, [](const Entity& each) { return each.order(); });
  response.policy_groups.emplace();
  response.policy_roles.emplace();
  response.policy_users.emplace();
  for (const Entity& entity : entities) show(entity, response);
  return response;
}

}  // namespace berth::services::iam
