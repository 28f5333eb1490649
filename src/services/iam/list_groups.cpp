// iam:ListGroups: by name, within a path.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListGroupsResponse> list_groups(Context& context,
                                                 const aws::iam::ListGroupsRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto groups =
      store::list_groups(context.tx, request.path_prefix.value_or("/"), page.after, page.wanted());
  aws::iam::ListGroupsResponse response;
  cut_page(page, groups, response, [](const auto& each) { return each.name; });
  auto& shown = response.groups.emplace();
  for (const auto& each : groups) shown.push_back(shown_group(context, each));
  return response;
}

}  // namespace berth::services::iam
