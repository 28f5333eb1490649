// See mfa_codes.h. A code is compared with the few that may be meant, each in constant time.
#include "services/mfa_codes.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/one_time_code.h"

namespace berth::services {
namespace {

constexpr std::int64_t kStepMs = 30'000;
constexpr std::int64_t kNeighbours = 1;
/// As RFC 4226, 7.3 has it: after so many wrong codes in a row the device is closed for a while,
/// twice as long with each further one. Guessing without an end stays below 300 codes a day.
constexpr std::int64_t kGuessesFree = 5;
constexpr std::int64_t kClosedFirstMs = 30'000;
constexpr std::int64_t kClosedMaxMs = 15 * 60'000;

Fault mfa_failed(std::string_view why) {
  return Fault{"AccessDenied", "MultiFactorAuthentication failed" + std::string(why), 403, {}};
}

bool is_code_of(const std::string& seed, std::int64_t step, std::string_view code) {
  return crypto::equal_constant_time(crypto::one_time_code(seed, step), code);
}

std::string seed_of(const store::MfaDeviceRecord& device) {
  return crypto::base64_decode(device.seed.reveal()).value_or("");
}

Fault invalid_code() {
  return mfa_failed(" with invalid MFA one time pass code. ");
}

/// How long a device with so many wrong codes in a row is closed.
std::int64_t closed_for_ms(std::int64_t guesses) {
  if (guesses < kGuessesFree) return 0;
  constexpr std::int64_t kDoublingsMax = 5;
  const std::int64_t doublings = std::min(guesses - kGuessesFree, kDoublingsMax);
  return std::min(kClosedFirstMs << doublings, kClosedMaxMs);
}

/// A code that was good a moment ago is sent again by mistake, not by guessing.
bool was_used_up(const store::MfaDeviceRecord& device, std::string_view code, TimePoint now) {
  store::MfaDeviceRecord fresh = device;
  fresh.last_step = 0;
  return accepted_step(fresh, code, now).has_value();
}

void count_guess(store::Transaction& tx, store::MfaDeviceRecord& device, TimePoint now) {
  ++device.guesses;
  device.closed_until_ms = to_epoch_ms(now) + closed_for_ms(device.guesses);
  store::update_mfa_device(tx, device);
}

}  // namespace

std::int64_t step_at(TimePoint now) {
  return to_epoch_ms(now) / kStepMs;
}

std::optional<std::int64_t> accepted_step(const store::MfaDeviceRecord& device,
                                          std::string_view code, TimePoint now) {
  const std::string seed = seed_of(device);
  const std::int64_t expected = step_at(now) + device.step_offset;
  for (std::int64_t step = expected - kNeighbours; step <= expected + kNeighbours; ++step) {
    if (step > device.last_step && is_code_of(seed, step, code)) return step;
  }
  return std::nullopt;
}

std::optional<std::int64_t> step_of_two(const store::MfaDeviceRecord& device,
                                        std::string_view first, std::string_view second,
                                        TimePoint now, std::int64_t steps_max) {
  const std::string seed = seed_of(device);
  const std::int64_t expected = step_at(now);
  for (std::int64_t away = 0; away <= steps_max; ++away) {
    for (const std::int64_t step : {expected - away, expected + away}) {
      if (step > device.last_step && is_code_of(seed, step, first) &&
          is_code_of(seed, step + 1, second)) {
        return step;
      }
    }
  }
  return std::nullopt;
}

Result<bool> prove_mfa(store::Transaction& tx, const iam::Principal& caller, const MfaProof& proof,
                       TimePoint now) {
  if (!proof.serial && !proof.code) return false;
  if (!proof.serial || !proof.code) {
    return fail(mfa_failed(", must provide both MFA serial number and one time pass code."));
  }
  auto device = store::find_mfa_device(tx, *proof.serial);
  if (caller.kind != iam::Principal::Kind::kUser || !device ||
      device->user_id != caller.unique_id) {
    return fail(
        mfa_failed(", unable to validate MFA code.  Please verify your MFA serial number is valid "
                   "and associated with this user."));
  }
  if (to_epoch_ms(now) < device->closed_until_ms) {
    return fail(mfa_failed(", too many invalid MFA one time pass codes. Try again later."));
  }
  const auto step = accepted_step(*device, *proof.code, now);
  if (!step) {
    if (!was_used_up(*device, *proof.code, now)) count_guess(tx, *device, now);
    return fail(invalid_code());
  }
  device->last_step = *step;
  device->guesses = 0;
  store::update_mfa_device(tx, *device);
  return true;
}

}  // namespace berth::services
