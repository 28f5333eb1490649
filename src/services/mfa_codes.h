// One-time codes of virtual MFA devices, wherever a request brings one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "services/context.h"
#include "store/iam/mfa_devices.h"

namespace berth::services {

/// The step (RFC 6238, of 30 seconds) whose code this is: that of the device's time or a neighbour
/// of it. Nothing for other codes, and for all up to the last one used.
std::optional<std::int64_t> accepted_step(const store::MfaDeviceRecord& device,
                                          std::string_view code, TimePoint now);

/// The step of the first of two codes that follow one another, at most `steps_max` away from the
/// device's time: how a device is enabled and synchronised.
std::optional<std::int64_t> step_of_two(const store::MfaDeviceRecord& device,
                                        std::string_view first, std::string_view second,
                                        TimePoint now, std::int64_t steps_max);

/// The step that `now` falls into.
std::int64_t step_at(TimePoint now);

/// What a request says to prove a second factor; nothing or both.
struct MfaProof {
  std::optional<std::string> serial;
  std::optional<std::string> code;
};

/// False where the request brings no proof, true where the calling user's is good. Fault
/// AccessDenied (403) in AWS's words where it is not.
Result<bool> check_mfa(Context& context, const MfaProof& proof);
/// The same, and the code counts no more. Needs a write.
Result<bool> use_mfa(Context& context, const MfaProof& proof);

}  // namespace berth::services
