// iam:CreateInstanceProfile: a holder for the role of container instances.
#include <fmt/format.h>

#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "services/iam/operations.h"
#include "services/iam/quotas.h"
#include "services/iam/tags.h"
#include "store/iam/counts.h"

namespace berth::services::iam {

Result<aws::iam::CreateInstanceProfileResponse> create_instance_profile(
    Context& context, const aws::iam::CreateInstanceProfileRequest& request) {
  BERTH_TRY(check_tags(request.tags, KeyCase::kDistinct));
  store::InstanceProfileRecord profile;
  profile.id = new_unique_id(context.random, "AIPA");
  profile.name = *request.instance_profile_name;
  profile.path = request.path.value_or("/");
  profile.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_instance_profile(context.tx, profile)) {
    return fail(
        entity_already_exists(fmt::format("Instance Profile {} already exists.", profile.name)));
  }
  BERTH_TRY(check_quota(kInstanceProfilesPerAccount, store::count_instance_profiles(context.tx)));
  BERTH_TRY(put_tags(context, profile.id, request.tags));
  aws::iam::CreateInstanceProfileResponse response;
  response.instance_profile = shown_instance_profile(context, profile, Detail::kWhole);
  return response;
}

}  // namespace berth::services::iam
