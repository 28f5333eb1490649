// iam:DeleteVirtualMFADevice: forgets a device that nobody has.
#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "store/iam/tags.h"

namespace berth::services::iam {

Result<aws::Empty> delete_virtual_mfa_device(
    Context& context, const aws::iam::DeleteVirtualMFADeviceRequest& request) {
  BERTH_ASSIGN(const auto device, require_mfa_device(context, *request.serial_number));
  if (device.user_id) {
    return fail(delete_conflict("MFA VirtualDevice in use. Must deactivate first."));
  }
  store::delete_iam_tags(context.tx, device.serial);
  store::delete_mfa_device(context.tx, device.serial);
  return aws::Empty{};
}

}  // namespace berth::services::iam
