// Records of virtual MFA devices: seeds, whose they are, which codes are used up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "store/transaction.h"

namespace berth::store {

/// Steps are of 30 seconds (RFC 6238).
struct MfaDeviceRecord {
  std::string serial;  ///< its ARN
  Secret seed;         ///< 40 bytes in base64; authenticator apps take them in base32
  std::int64_t created_at_ms = 0;
  std::optional<std::string> user_id;  ///< "AIDA…"; absent until it is enabled
  std::optional<std::int64_t> enabled_at_ms;
  std::int64_t step_offset = 0;  ///< how far the device's clock is ahead
  std::int64_t last_step = 0;    ///< of the last code that was used: none up to it counts any more
  std::int64_t guesses = 0;      ///< wrong codes since the last good one
  std::int64_t closed_until_ms = 0;  ///< epoch; until then no code is looked at
};

std::optional<MfaDeviceRecord> find_mfa_device(Transaction& tx, std::string_view serial);
/// False where the serial number is taken.
bool insert_mfa_device(Transaction& tx, const MfaDeviceRecord& device);
/// Writes user, enabling, steps and guesses of the device with this serial number.
void update_mfa_device(Transaction& tx, const MfaDeviceRecord& device);
void delete_mfa_device(Transaction& tx, std::string_view serial);
/// By serial number, after `after`, at most `limit`.
std::vector<MfaDeviceRecord> list_mfa_devices(Transaction& tx, std::string_view after, int limit);
/// All of a user's, by serial number: there are eight at most.
std::vector<MfaDeviceRecord> list_mfa_devices_of(Transaction& tx, std::string_view user_id);

}  // namespace berth::store
