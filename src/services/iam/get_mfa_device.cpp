// iam:GetMFADevice: a user's device.
#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::GetMFADeviceResponse> get_mfa_device(
    Context& context, const aws::iam::GetMFADeviceRequest& request) {
  BERTH_ASSIGN(const auto device, require_mfa_device(context, *request.serial_number));
  aws::iam::GetMFADeviceResponse response;
  if (request.user_name) {
    BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
    BERTH_TRY(require_mfa_device_of(context, user, device.serial));
  }
  if (device.user_id) {
    const auto user = store::find_user_by_id(context.tx, *device.user_id);
    if (user) response.user_name = user->name;
  }
  response.serial_number = device.serial;
  if (device.enabled_at_ms) response.enable_date = from_epoch_ms(*device.enabled_at_ms);
  return response;
}

}  // namespace berth::services::iam
