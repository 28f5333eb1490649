// iam:DeactivateMFADevice: takes a device from its user.
#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::Empty> deactivate_mfa_device(Context& context,
                                         const aws::iam::DeactivateMFADeviceRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  BERTH_ASSIGN(auto device, require_mfa_device_of(context, user, *request.serial_number));
  device.user_id.reset();
  device.enabled_at_ms.reset();
  store::update_mfa_device(context.tx, device);
  return aws::Empty{};
}

}  // namespace berth::services::iam
