// One-time codes of virtual MFA devices, wherever a request brings one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "iam/request.h"
#include "services/operation.h"
#include "store/iam/mfa_devices.h"
#include "store/transaction.h"

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

/// Proves the second factor of a request by `caller`: false where it brings none, true where its
/// code is good; the code counts no more from then on. Fault AccessDenied (403) in AWS's words
/// where it is not, and in Berth's where the device is closed: after five wrong codes in a row it
/// looks at none for 30 seconds, and with each further one for twice as long, 15 minutes at most.
/// Only its own user's requests are counted, for others never come so far.
///
/// What this writes has to stay whatever comes of the request, also where it answers a fault: it
/// needs a transaction of its own.
Result<bool> prove_mfa(store::Transaction& tx, const berth::iam::Principal& caller,
                       const MfaProof& proof, TimePoint now);

}  // namespace berth::services
