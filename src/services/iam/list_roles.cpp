// iam:ListRoles: by name, within a path.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListRolesResponse> list_roles(Context& context,
                                               const aws::iam::ListRolesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto roles =
      store::list_roles(context.tx, request.path_prefix.value_or("/"), page.after, page.wanted());
  aws::iam::ListRolesResponse response;
  cut_page(page, roles, response, [](const auto& each) { return each.name; });
  auto& shown = response.roles.emplace();
  for (const auto& each : roles) shown.push_back(shown_role(context, each, Detail::kListed));
  return response;
}

}  // namespace berth::services::iam
