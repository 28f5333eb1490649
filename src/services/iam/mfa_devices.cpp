// See mfa_devices.h.
#include "services/iam/mfa_devices.h"

#include <fmt/format.h>

#include "services/iam/entities.h"
#include "services/iam/tags.h"
#include "services/mfa_codes.h"

namespace berth::services::iam {

Result<store::MfaDeviceRecord> require_mfa_device(Context& context, std::string_view serial) {
  auto device = store::find_mfa_device(context.tx, serial);
  if (device) return std::move(*device);
  return fail(
      no_such_entity(fmt::format("VirtualMFADevice with serial number {} doesn't exist.", serial)));
}

Result<store::MfaDeviceRecord> require_mfa_device_of(Context& context,
                                                     const store::UserRecord& user,
                                                     std::string_view serial) {
  BERTH_ASSIGN(store::MfaDeviceRecord device, require_mfa_device(context, serial));
  if (device.user_id == user.id) return device;
  return fail(no_such_entity("MFA Device invalid for user."));
}

aws::iam::VirtualMFADevice shown_mfa_device(Context& context,
                                            const store::MfaDeviceRecord& device) {
  aws::iam::VirtualMFADevice shown;
  shown.serial_number = device.serial;
  if (device.enabled_at_ms) shown.enable_date = from_epoch_ms(*device.enabled_at_ms);
  shown.tags = shown_tags_or_none(context, device.serial);
  if (!device.user_id) return shown;
  if (const auto user = store::find_user_by_id(context.tx, *device.user_id)) {
    shown.user = shown_user(context, *user, Detail::kListed);
  }
  return shown;
}

Result<void> synchronise(const Context& context, store::MfaDeviceRecord& device,
                         std::string_view first, std::string_view second, std::int64_t steps_max) {
  const auto step = step_of_two(device, first, second, context.now, steps_max);
  if (!step) {
    return fail(Fault{
        "InvalidAuthenticationCode", "Authentication code for device is not valid.", 403, {}});
  }
  // The second code was made in the step before this one or in this one: two fit a right clock.
  const std::int64_t ahead = *step + 1 - step_at(context.now);
  device.step_offset = ahead >= -1 && ahead <= 1 ? 0 : ahead;
  device.last_step = *step + 1;
  device.guesses = 0;
  device.closed_until_ms = 0;
  return {};
}

}  // namespace berth::services::iam
