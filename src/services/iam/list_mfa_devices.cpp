// iam:ListMFADevices: the devices of a user, or of the caller.
#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"

namespace berth::services::iam {

Result<aws::iam::ListMFADevicesResponse> list_mfa_devices(
    Context& context, const aws::iam::ListMFADevicesRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, request.user_name));
  aws::iam::ListMFADevicesResponse response;
  response.is_truncated = false;  // a user has eight at most
  auto& shown = response.mfa_devices.emplace();
  for (const auto& device : store::list_mfa_devices_of(context.tx, user.id)) {
    auto& each = shown.emplace_back();
    each.user_name = user.name;
    each.serial_number = device.serial;
    each.enable_date = from_epoch_ms(device.enabled_at_ms.value_or(0));
  }
  return response;
}

}  // namespace berth::services::iam
