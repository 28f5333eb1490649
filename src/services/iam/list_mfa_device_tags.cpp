// iam:ListMFADeviceTags: the tags of an MFA device.
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "services/iam/owner_pages.h"

namespace berth::services::iam {

Result<aws::iam::ListMFADeviceTagsResponse> list_mfa_device_tags(
    Context& context, const aws::iam::ListMFADeviceTagsRequest& request) {
  BERTH_ASSIGN(const auto owner, require_mfa_device(context, *request.serial_number));
  return tag_page<aws::iam::ListMFADeviceTagsResponse>(context, owner.serial, request);
}

}  // namespace berth::services::iam
