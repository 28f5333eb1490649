// iam:ListRoleTags: the tags of a role.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"
#include "services/iam/tags.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::iam::ListRoleTagsResponse> list_role_tags(
    Context& context, const aws::iam::ListRoleTagsRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  BERTH_ASSIGN(const store::RoleRecord role, require_role(context, *request.role_name));
  auto tags = shown_tags(context, role.id);
  std::erase_if(tags, [&page](const auto& tag) {
    return !page.after.empty() && store::name_key(*tag.key) <= page.after;
  });
  aws::iam::ListRoleTagsResponse response;
  cut_page(page, tags, response, [](const auto& tag) { return store::name_key(*tag.key); });
  response.tags = std::move(tags);
  return response;
}

}  // namespace berth::services::iam
