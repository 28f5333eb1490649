// A one-time code is used up, and a wrong one is counted, whatever comes of the request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "crypto/one_time_code.h"
#include "gateway/testing.h"
#include "services/mfa_codes.h"
#include "store/iam/mfa_devices.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class SecondFactorTest : public GatewayTest {
 protected:
  static constexpr const char* kSerial = "arn:aws:iam::123456789012:mfa/ann";
  static constexpr const char* kInvalid =
      "<Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one "
      "time pass code. </Message>";

  void SetUp() override {
    const auto done = store_->write_and_wait([this](store::Transaction& tx) -> Result<void> {
      store::UserRecord ann;
      ann.id = "AIDAAAAAAAAAAAAAAAAAA";
      ann.name = "ann";
      store::insert_user(tx, ann);
      store::insert_access_key(tx, {kKey, ann.id, Secret("ann-secret")});
      store::MfaDeviceRecord device;
      device.serial = kSerial;
      device.seed = Secret(crypto::base64_encode(seed_));
      store::insert_mfa_device(tx, device);
      device.user_id = ann.id;
      store::update_mfa_device(tx, device);
      return {};
    });
    ASSERT_TRUE(done);
  }
  std::string code() { return crypto::one_time_code(seed_, services::step_at(clock_.now())); }
  std::string ask_as_ann(const std::string& parameters) {
    return ask(sign(form("Version=2011-06-15&" + parameters), "sts",
                    aws::sigv4::Credentials{kKey, Secret("ann-secret"), Secret()}));
  }
  std::string session_with(const std::string& code) {
    return ask_as_ann(std::string("Action=GetSessionToken&SerialNumber=") + kSerial +
                      "&TokenCode=" + code);
  }
  std::string assume_with(const std::string& code) {
    return ask_as_ann(
        std::string("Action=AssumeRole&RoleSessionName=s1&RoleArn=arn:aws:iam::123456789012:role/"
                    "none&SerialNumber=") +
        kSerial + "&TokenCode=" + code);
  }

  static constexpr const char* kKey = "AKIAANN0000000000000";
  std::string seed_ = std::string(40, 's');
};

TEST_F(SecondFactorTest, ACodeGivesASessionOnce) {
  EXPECT_THAT(session_with(code()), StartsWith("200 "));
  EXPECT_THAT(session_with(code()), HasSubstr(kInvalid));
  EXPECT_THAT(ask_as_ann("Action=GetSessionToken"), StartsWith("200 "));
  EXPECT_THAT(ask_as_ann(std::string("Action=GetSessionToken&SerialNumber=") + kSerial),
              HasSubstr("must provide both MFA serial number and one time pass code."));
}

TEST_F(SecondFactorTest, ACodeIsUsedUpThoughTheRequestIsRefused) {
  const std::string refused = assume_with(code());
  EXPECT_THAT(refused, StartsWith("403 "));
  EXPECT_THAT(refused, HasSubstr("is not authorized to perform: sts:AssumeRole"));
  EXPECT_THAT(session_with(code()), HasSubstr(kInvalid));
}

TEST_F(SecondFactorTest, GuessesAreCountedThoughTheRequestsAreRefused) {
  for (int guess = 0; guess < 5; ++guess) {
    EXPECT_THAT(guess % 2 == 0 ? session_with("000000") : assume_with("000000"),
                HasSubstr(kInvalid));
  }
  EXPECT_THAT(session_with(code()), HasSubstr("too many invalid MFA one time pass codes"));
  clock_.advance(std::chrono::seconds(30));
  EXPECT_THAT(session_with(code()), StartsWith("200 "));
}

}  // namespace
}  // namespace berth::gateway
