// iam:UntagMFADevice: takes tags from an MFA device.
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> untag_mfa_device(Context& context,
                                    const aws::iam::UntagMFADeviceRequest& request) {
  BERTH_ASSIGN(const auto owner, require_mfa_device(context, *request.serial_number));
  remove_tags(context, owner.serial, *request.tag_keys);
  return aws::Empty{};
}

}  // namespace berth::services::iam
