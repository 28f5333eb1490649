// iam:ResyncMFADevice: follows a device whose clock has gone astray, by two codes.
#include "services/iam/entities.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"

namespace berth::services::iam {
namespace {

constexpr std::int64_t kStepsAtResync = 1000;

}  // namespace

Result<aws::Empty> resync_mfa_device(Context& context,
                                     const aws::iam::ResyncMFADeviceRequest& request) {
  BERTH_ASSIGN(const store::UserRecord user, require_user(context, *request.user_name));
  BERTH_ASSIGN(auto device, require_mfa_device_of(context, user, *request.serial_number));
  BERTH_TRY(synchronise(context, device, *request.authentication_code1,
                        *request.authentication_code2, kStepsAtResync));
  store::update_mfa_device(context.tx, device);
  return aws::Empty{};
}

}  // namespace berth::services::iam
