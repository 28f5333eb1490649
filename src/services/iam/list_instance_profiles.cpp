// iam:ListInstanceProfiles: by name, within a path.
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {

Result<aws::iam::ListInstanceProfilesResponse> list_instance_profiles(
    Context& context, const aws::iam::ListInstanceProfilesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto profiles = store::list_instance_profiles(context.tx, request.path_prefix.value_or("/"),
                                                page.after, page.wanted());
  aws::iam::ListInstanceProfilesResponse response;
  cut_page(page, profiles, response, [](const auto& each) { return each.name; });
  auto& shown = response.instance_profiles.emplace();
  for (const auto& each : profiles)
    shown.push_back(shown_instance_profile(context, each, Detail::kListed));
  return response;
}

}  // namespace berth::services::iam
