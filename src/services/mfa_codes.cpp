// See mfa_codes.h. A code is compared with the few that may be meant, each in constant time.
#include "services/mfa_codes.h"

#include "crypto/hash.h"
#include "crypto/one_time_code.h"

namespace berth::services {
namespace {

constexpr std::int64_t kStepMs = 30'000;
constexpr std::int64_t kNeighbours = 1;

Fault mfa_failed(std::string_view why) {
  return Fault{"AccessDenied", "MultiFactorAuthentication failed" + std::string(why), 403, {}};
}

bool is_code_of(const std::string& seed, std::int64_t step, std::string_view code) {
  return crypto::equal_constant_time(crypto::one_time_code(seed, step), code);
}

std::string seed_of(const store::MfaDeviceRecord& device) {
  return crypto::base64_decode(device.seed.reveal()).value_or("");
}

struct ProvenDevice {
  store::MfaDeviceRecord device;
  std::int64_t step;
};

Result<std::optional<ProvenDevice>> proven_device(Context& context, const MfaProof& proof) {
  if (!proof.serial && !proof.code) return std::nullopt;
  if (!proof.serial || !proof.code) {
    return fail(mfa_failed(", must provide both MFA serial number and one time pass code."));
  }
  auto device = store::find_mfa_device(context.tx, *proof.serial);
  const iam::Principal& caller = context.caller.principal;
  if (caller.kind != iam::Principal::Kind::kUser || !device ||
      device->user_id != caller.unique_id) {
    return fail(
        mfa_failed(", unable to validate MFA code.  Please verify your MFA serial number is valid "
                   "and associated with this user."));
  }
  const auto step = accepted_step(*device, *proof.code, context.now);
  if (!step) return fail(mfa_failed(" with invalid MFA one time pass code. "));
  return ProvenDevice{std::move(*device), *step};
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

Result<bool> check_mfa(Context& context, const MfaProof& proof) {
  BERTH_ASSIGN(const auto proven, proven_device(context, proof));
  return proven.has_value();
}

Result<bool> use_mfa(Context& context, const MfaProof& proof) {
  BERTH_ASSIGN(auto proven, proven_device(context, proof));
  if (!proven) return false;
  proven->device.last_step = proven->step;
  store::update_mfa_device(context.tx, proven->device);
  return true;
}

}  // namespace berth::services
