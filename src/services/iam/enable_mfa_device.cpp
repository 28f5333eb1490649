// iam:EnableMFADevice: gives a device to a user, who proves to have it by two codes.
#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kDevicesMax = 8;
constexpr std::int64_t kStepsAtEnabling = 10;

}  // namespace

Result<aws::Empty> enable_mfa_device(Context& context,
                                     const aws::iam::EnableMFADeviceRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(auto device, require_mfa_device(context, *request.serial_number));
  if (device.user_id) {
    return fail(Fault{"EntityAlreadyExists", "MFA Device is already in use.", 409, {}});
  }
  if (store::list_mfa_devices_of(context.tx, user.id).size() >= kDevicesMax) {
    return fail(Fault{"LimitExceeded",
                      fmt::format("Cannot exceed quota for MFADevicesPerUser: {}", kDevicesMax),
                      409,
                      {}});
  }
  BERTH_TRY(synchronise(context, device, *request.authentication_code1,
                        *request.authentication_code2, kStepsAtEnabling));
  device.user_id = user.id;
  device.enabled_at_ms = to_epoch_ms(context.now);
  store::update_mfa_device(context.tx, device);
  return aws::Empty{};
}

}  // namespace berth::services::iam
