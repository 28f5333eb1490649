// Virtual MFA devices as requests name them and as answers show them.
#pragma once

#include <string>
#include <string_view>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/mfa_devices.h"
#include "store/iam/users.h"

namespace berth::services::iam {

/// Fault NoSuchEntity.
Result<store::MfaDeviceRecord> require_mfa_device(Context& context, std::string_view serial);
/// The device with which the user signs in. Fault NoSuchEntity, also for another's.
Result<store::MfaDeviceRecord> require_mfa_device_of(Context& context,
                                                     const store::UserRecord& user,
                                                     std::string_view serial);

/// Without its seed, which CreateVirtualMFADevice alone shows.
aws::iam::VirtualMFADevice shown_mfa_device(Context& context, const store::MfaDeviceRecord& device);

/// Sets the device's time by two codes that follow one another, and forgives wrong ones before.
/// Fault InvalidAuthenticationCode (403) where they are not codes of `steps_max` steps around now.
Result<void> synchronise(const Context& context, store::MfaDeviceRecord& device,
                         std::string_view first, std::string_view second, std::int64_t steps_max);

}  // namespace berth::services::iam
