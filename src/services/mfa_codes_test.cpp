// A second factor counts for its own user, once, and only at its time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "crypto/one_time_code.h"
#include "services/mfa_codes.h"
#include "services/testing.h"
#include "store/iam/users.h"

namespace berth::services {
namespace {

class MfaCodesTest : public ServiceTest {
 protected:
  static constexpr const char* kSerial = "arn:aws:iam::123456789012:mfa/ann";

  void SetUp() override {
    ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
      store::UserRecord ann;
      ann.id = "AIDAAAAAAAAAAAAAAAAAA";
      ann.name = "ann";
      store::insert_user(context.tx, ann);
      store::MfaDeviceRecord device;
      device.serial = kSerial;
      device.seed = Secret(crypto::base64_encode(seed_));
      store::insert_mfa_device(context.tx, device);
      device.user_id = ann.id;
      device.enabled_at_ms = 1;
      store::update_mfa_device(context.tx, device);
      caller_.principal = user_principal(account_, ann);
      return {};
    }));
  }
  std::string code(std::int64_t away = 0) {
    return crypto::one_time_code(seed_, step_at(clock_.now()) + away);
  }
  /// "true", "false" or the fault.
  std::string used(const MfaProof& proof) {
    Result<bool> proven = false;
    EXPECT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      proven = prove_mfa(tx, caller_.principal, proof, clock_.now());
      return {};
    }));
    if (!proven) return proven.error().code + ": " + proven.error().message;
    return *proven ? "true" : "false";
  }

  std::string seed_ = std::string(40, 's');
};

TEST_F(MfaCodesTest, ACodeCountsOnce) {
  EXPECT_EQ(used({}), "false");
  EXPECT_EQ(used({kSerial, code()}), "true");
  EXPECT_EQ(used({kSerial, code()}),
            "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ");
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(used({kSerial, code()}), "true");
}

TEST_F(MfaCodesTest, AClockMayBeAStepOff) {
  EXPECT_EQ(used({kSerial, code(-2)}).substr(0, 12), "AccessDenied");
  EXPECT_EQ(used({kSerial, code(2)}).substr(0, 12), "AccessDenied");
  EXPECT_EQ(used({kSerial, code(-1)}), "true");
  EXPECT_EQ(used({kSerial, code(1)}), "true");
  // Those before the one used last are used up as well.
  EXPECT_EQ(used({kSerial, code()}).substr(0, 12), "AccessDenied");
}

TEST_F(MfaCodesTest, ADeviceIsItsUsersAlone) {
  EXPECT_EQ(used({kSerial, std::nullopt}),
            "AccessDenied: MultiFactorAuthentication failed, must provide both MFA serial number "
            "and one time pass code.");
  const std::string unable =
      "AccessDenied: MultiFactorAuthentication failed, unable to validate MFA code.  Please verify "
      "your MFA serial number is valid and associated with this user.";
  EXPECT_EQ(used({"arn:aws:iam::123456789012:mfa/none", code()}), unable);
  caller_.principal.unique_id = "AIDABBBBBBBBBBBBBBBBB";
  EXPECT_EQ(used({kSerial, code()}), unable);
  caller_.principal = root_principal(account_);
  EXPECT_EQ(used({kSerial, code()}), unable);
}

TEST_F(MfaCodesTest, GuessesCloseTheDeviceForLongerAndLonger) {
  const std::string invalid =
      "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ";
  const std::string closed =
      "AccessDenied: MultiFactorAuthentication failed, too many invalid MFA one time pass codes. "
      "Try again later.";
  const std::string wrong = code(50);
  for (int guess = 0; guess < 5; ++guess) EXPECT_EQ(used({kSerial, wrong}), invalid) << guess;
  EXPECT_EQ(used({kSerial, wrong}), closed);
  EXPECT_EQ(used({kSerial, code()}), closed) << "no code is looked at";
  int seconds = 30;
  for (const int next : {60, 120, 240, 480, 900, 900}) {
    clock_.advance(std::chrono::seconds(seconds - 1));
    EXPECT_EQ(used({kSerial, code(50)}), closed) << seconds;
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(used({kSerial, code(50)}), invalid) << "what was refused does not lengthen it";
    seconds = next;
  }
  clock_.advance(std::chrono::seconds(900));
  EXPECT_EQ(used({kSerial, code()}), "true");
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(used({kSerial, code(50)}), invalid);
  EXPECT_EQ(used({kSerial, code()}), "true") << "a good code forgives";
}

TEST_F(MfaCodesTest, StrangersAndRepetitionsAreNoGuesses) {
  const iam::Principal ann = caller_.principal;
  caller_.principal.unique_id = "AIDABBBBBBBBBBBBBBBBB";
  for (int i = 0; i < 10; ++i) EXPECT_EQ(used({kSerial, "000000"}).substr(0, 12), "AccessDenied");
  caller_.principal = ann;
  EXPECT_EQ(used({kSerial, code()}), "true");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(used({kSerial, code()}).substr(0, 12), "AccessDenied");
  clock_.advance(std::chrono::seconds(30));
  EXPECT_EQ(used({kSerial, code()}), "true");
}

TEST_F(MfaCodesTest, TwoCodesTellADevicesTime) {
  store::MfaDeviceRecord device;
  device.seed = Secret(crypto::base64_encode(seed_));
  const std::int64_t now = step_at(clock_.now());
  EXPECT_EQ(step_of_two(device, code(-1), code(0), clock_.now(), 5), now - 1);
  EXPECT_EQ(step_of_two(device, code(5), code(6), clock_.now(), 5), now + 5);
  EXPECT_FALSE(step_of_two(device, code(6), code(7), clock_.now(), 5));
  EXPECT_FALSE(step_of_two(device, code(0), code(2), clock_.now(), 5));
  EXPECT_FALSE(step_of_two(device, code(0), code(0), clock_.now(), 5));
  device.last_step = now;
  EXPECT_FALSE(step_of_two(device, code(0), code(1), clock_.now(), 5));
}

}  // namespace
}  // namespace berth::services
