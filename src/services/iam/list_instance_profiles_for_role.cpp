// iam:ListInstanceProfilesForRole: the instance profiles that hold a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListInstanceProfilesForRoleResponse> list_instance_profiles_for_role(
    Context& context, const aws::iam::ListInstanceProfilesForRoleRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  auto profiles = store::instance_profiles_of_role(context.tx, role.id, page.after, page.wanted());
  aws::iam::ListInstanceProfilesForRoleResponse response;
  cut_page(page, profiles, response, [](const auto& each) { return each.name; });
  auto& shown = response.instance_profiles.emplace();
  for (const auto& each : profiles)
    shown.push_back(shown_instance_profile(context, each, Detail::kListed));
  return response;
}

}  // namespace berth::services::iam
