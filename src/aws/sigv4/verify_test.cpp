// A signature fits one request, one secret and a few minutes; nothing that was changed passes.
#include "aws/sigv4/verify.h"

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "aws/sigv4/sign.h"
#include "base/time_format.h"

namespace berth::aws::sigv4 {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint kNow = parse_amz_date("20151221T201950Z").value();
constexpr const char* kNoMatch =
    "The request signature we calculated does not match the signature you provided. Check your "
    "AWS Secret Access Key and signing method. Consult the service documentation for details.";

class VerifyTest : public testing::Test {
 protected:
  /// A request to `service`, signed at kNow.
  UnsignedRequest signed_request(const std::string& service = "ecs", bool session = true) const {
    UnsignedRequest request{"POST",
                            "/path/?b=2&a=1",
                            {{"Host", "ecs.us-west-2.amazonaws.com"},
                             {"X-Amz-Target", "ListTasks"},
                             {"Content-Type", "application/x-amz-json-1.1"}},
                            "{}"};
    sign(request, credentials(session), {"us-west-2", service}, kNow);
    return request;
  }

  UnsignedRequest presigned_request(std::int64_t expires_seconds,
                                    const std::string& service = "sts") const {
    UnsignedRequest request{
        "GET", "/?Action=GetCallerIdentity", {{"Host", "sts.amazonaws.com"}}, {}};
    request.target =
        presign(request, credentials(true), {"us-west-2", service}, kNow, expires_seconds);
    return request;
  }

  static Credentials credentials(bool session) {
    return {"ASIAEXAMPLE", Secret("secret"), Secret(session ? "token" : "")};
  }

  /// Empty where the request passes, else the fault's message.
  std::string verdict(const UnsignedRequest& request, TimePoint now = kNow,
                      const std::string& secret = "secret") const {
    const SignedRequest view{request.method, request.target, request.headers, request.body};
    const auto parsed = parse_signature(view);
    if (!parsed) return "not parsed: " + parsed.error().message;
    const auto verified = verifier_.verify(view, *parsed, Secret(secret), now);
    if (verified) return "";
    EXPECT_EQ(verified.error().code, "SignatureDoesNotMatch");
    EXPECT_EQ(verified.error().http_status, 403);
    return verified.error().message;
  }

  static std::string& value(UnsignedRequest& request, const std::string& name) {
    for (Header& header : request.headers) {
      if (header.first == name) return header.second;
    }
    throw std::runtime_error("no " + name);
  }

  static void replace(std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }

  Verifier verifier_;
};

TEST_F(VerifyTest, TakesWhatWasSigned) {
  EXPECT_EQ(verdict(signed_request()), "");
  EXPECT_EQ(verdict(signed_request("iam", false)), "");
  EXPECT_EQ(verdict(presigned_request(60)), "");
}

TEST_F(VerifyTest, RefusesEveryChange) {
  const auto changed = [this](auto change) {
    UnsignedRequest request = signed_request();
    change(request);
    return verdict(request);
  };
  EXPECT_EQ(changed([](auto& r) { r.method = "GET"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.target = "/path?b=2&a=1"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.target = "/Path/?b=2&a=1"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.target = "/path/?b=2&a=2"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.target = "/path/?b=2&a=1&c"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.target = "/path/?b=2"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.body = "{ }"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.body = ""; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { value(r, "Host") = "evil.example.com"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { value(r, "X-Amz-Target") = "StopTask"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { value(r, "X-Amz-Security-Token") = "other"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { value(r, "X-Amz-Date") = "20151221T201951Z"; }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.headers.emplace_back("x-amz-target", "StopTask"); }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { r.headers.erase(r.headers.begin() + 1); }), kNoMatch);
  EXPECT_EQ(changed([](auto& r) { replace(value(r, "Authorization"), "us-west-2", "us-west-1"); }),
            kNoMatch);
  EXPECT_EQ(changed([](auto& r) { replace(value(r, "Authorization"), "/ecs/", "/iam/"); }),
            kNoMatch);
  EXPECT_EQ(changed([](auto& r) { replace(value(r, "Authorization"), "content-type;", ""); }),
            kNoMatch);
  EXPECT_EQ(verdict(signed_request(), kNow, "Secret"), kNoMatch);
  EXPECT_EQ(verdict(signed_request(), kNow, ""), kNoMatch);
}

TEST_F(VerifyTest, RefusesEveryOtherSignature) {
  const UnsignedRequest request = signed_request();
  const std::string digits = "0123456789abcdef";
  UnsignedRequest changed = request;
  std::string& authorization = value(changed, "Authorization");
  for (std::size_t i = authorization.size() - 64; i < authorization.size(); ++i) {
    const char kept = authorization[i];
    authorization[i] = digits[(digits.find(kept) + 1) % 16];
    EXPECT_EQ(verdict(changed), kNoMatch) << i;
    authorization[i] = kept;
  }
  EXPECT_EQ(verdict(changed), "");
  authorization.pop_back();
  EXPECT_EQ(verdict(changed), kNoMatch);
  authorization += "00";
  EXPECT_EQ(verdict(changed), kNoMatch);
}

TEST_F(VerifyTest, RefusesChangesOfAPresignedRequest) {
  UnsignedRequest request = presigned_request(60);
  replace(request.target, "X-Amz-Expires=60", "X-Amz-Expires=61");
  EXPECT_EQ(verdict(request), kNoMatch);
  request = presigned_request(60);
  replace(request.target, "GetCallerIdentity", "AssumeRole");
  EXPECT_EQ(verdict(request), kNoMatch);
  request = presigned_request(60);
  replace(request.target, "Security-Token=token", "Security-Token=other");
  EXPECT_EQ(verdict(request), kNoMatch);
  request = presigned_request(60);
  request.body = "Action=AssumeRole";
  EXPECT_EQ(verdict(request), kNoMatch);
}

TEST_F(VerifyTest, TheOrderOfParametersAndUnsignedHeadersAreFree) {
  UnsignedRequest request = signed_request();
  request.target = "/path/?a=1&b=2";
  request.headers.emplace_back("User-Agent", "x");
  request.headers.emplace_back("X-Forwarded-For", "1.2.3.4");
  EXPECT_EQ(verdict(request), "");
}

TEST_F(VerifyTest, ASessionTokenMayBeUnsigned) {
  UnsignedRequest request = signed_request("ecs", false);
  request.headers.emplace_back("X-Amz-Security-Token", "token");
  EXPECT_EQ(verdict(request), "");
}

TEST_F(VerifyTest, TheBodysHashIsNeverTakenOnTrust) {
  UnsignedRequest request{
      "POST",
      "/",
      {{"Host", "ecs.us-west-2.amazonaws.com"}, {"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"}},
      "{}"};
  sign(request, credentials(false), {"us-west-2", "ecs"}, kNow);
  EXPECT_EQ(verdict(request), "");
  request.body = "{ }";
  EXPECT_EQ(verdict(request), kNoMatch);
}

TEST_F(VerifyTest, FiveMinutesEitherWay) {
  const UnsignedRequest request = signed_request();
  EXPECT_EQ(verdict(request, kNow + minutes(5)), "");
  EXPECT_EQ(verdict(request, kNow - minutes(5)), "");
  EXPECT_EQ(verdict(request, kNow + minutes(5) + seconds(1)),
            "Signature expired: 20151221T201950Z is now earlier than 20151221T201951Z "
            "(20151221T202451Z - 5 min.)");
  EXPECT_EQ(verdict(request, kNow - minutes(5) - seconds(1)),
            "Signature not yet current: 20151221T201950Z is still later than 20151221T201949Z "
            "(20151221T201449Z + 5 min.)");
}

TEST_F(VerifyTest, FifteenForIamAndSts) {
  for (const char* service : {"iam", "sts"}) {
    const UnsignedRequest request = signed_request(service);
    EXPECT_EQ(verdict(request, kNow + minutes(15)), "");
    EXPECT_EQ(verdict(request, kNow - minutes(15)), "");
    EXPECT_NE(verdict(request, kNow + minutes(15) + seconds(1)), "");
    EXPECT_NE(verdict(request, kNow - minutes(15) - seconds(1)), "");
  }
}

TEST_F(VerifyTest, PresignedUntilItExpires) {
  const UnsignedRequest request = presigned_request(3600);
  EXPECT_EQ(verdict(request, kNow + seconds(3600)), "");
  EXPECT_EQ(verdict(request, kNow + seconds(3601)),
            "Signature expired: 20151221T211950Z is now earlier than 20151221T211951Z");
  EXPECT_EQ(verdict(request, kNow - minutes(15)), "");
  EXPECT_NE(verdict(request, kNow - minutes(15) - seconds(1)), "");
  EXPECT_NE(verdict(presigned_request(1), kNow + seconds(2)), "");
}

TEST_F(VerifyTest, AKeyThatWasGivenAnotherSecretIsDerivedAnew) {
  const UnsignedRequest request = signed_request();
  EXPECT_EQ(verdict(request), "");
  EXPECT_EQ(verdict(request, kNow, "another"), kNoMatch);
  EXPECT_EQ(verdict(request), "");
}

TEST_F(VerifyTest, KeepsSigningKeysWithinBounds) {
  for (int i = 0; i < 5000; ++i) {
    UnsignedRequest request{"GET", "/", {{"Host", "h"}}, {}};
    sign(request, credentials(false), {"r" + std::to_string(i), "ecs"}, kNow);
    ASSERT_EQ(verdict(request), "") << i;
  }
}

TEST_F(VerifyTest, ServesThreadsAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> passed = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 200; ++i) {
        UnsignedRequest request{"GET", "/", {{"Host", "h"}}, {}};
        sign(request, credentials(false), {"r" + std::to_string((i + thread) % 7), "ecs"}, kNow);
        if (verdict(request).empty()) ++passed;
      }
    });
  }
  for (auto& each : threads) each.join();
  EXPECT_EQ(passed, 800);
}

}  // namespace
}  // namespace berth::aws::sigv4
