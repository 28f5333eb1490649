// iam:TagMFADevice: adds tags to an MFA device.
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> tag_mfa_device(Context& context, const aws::iam::TagMFADeviceRequest& request) {
  BERTH_ASSIGN(const auto owner, require_mfa_device(context, *request.serial_number));
  BERTH_TRY(check_tags(request.tags));
  BERTH_TRY(put_tags(context, owner.serial, request.tags));
  return aws::Empty{};
}

}  // namespace berth::services::iam
