// What a relay says is believed only of the very request it was said of, from who may say it, now.
#include "aws/relay_assertion.h"

#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "base/time_format.h"

namespace berth::aws {
namespace {

const TimePoint kNow = parse_amz_date("20261124T084411Z").value();
constexpr const char* kInstance =
    "arn:aws:ecs:us-west-2:123456789012:container-instance/default/0123456789abcdef";

/// A request as a task sends it, and the same with what the relay adds.
class RelayAssertionTest : public testing::Test {
 protected:
  RelayAssertionTest() {
    client_ = {{"Host", "ecs.us-west-2.amazonaws.com"},
               {"Authorization", "AWS4-HMAC-SHA256 Credential=ASIAX/..., Signature=abc"}};
    sent_ = make_relay_assertion(client_request(), {kInstance, "172.17.0.2"},
                                 {"ASIAINSTANCE", Secret("secret"), Secret("token")}, kNow);
    relayed_ = client_;
    relayed_.insert(relayed_.end(), sent_.begin(), sent_.end());
  }

  sigv4::SignedRequest client_request() const { return {"POST", "/", client_, "{}"}; }
  sigv4::SignedRequest relayed_request() const { return {"POST", "/", relayed_, "{}"}; }

  Result<void> outcome(const sigv4::SignedRequest& request, const std::string& secret = "secret",
                       TimePoint now = kNow) const {
    const auto parsed = parse_relay_assertion(request.headers);
    if (!parsed) return fail(client_fault("None", ""));
    if (!*parsed) return fail((*parsed).error());
    return verify_relay_assertion(**parsed, request, Secret(secret), now);
  }

  std::string code(const sigv4::SignedRequest& request, const std::string& secret = "secret",
                   TimePoint now = kNow) const {
    const auto result = outcome(request, secret, now);
    return result ? "" : result.error().code;
  }

  std::string& value(std::vector<sigv4::Header>& headers, const std::string& name) {
    for (auto& header : headers) {
      if (header.first == name) return header.second;
    }
    throw std::runtime_error("no " + name);
  }

  std::vector<sigv4::Header> client_;
  std::vector<sigv4::Header> sent_;
  std::vector<sigv4::Header> relayed_;
};

TEST_F(RelayAssertionTest, IsBelieved) {
  const auto parsed = parse_relay_assertion(relayed_);
  ASSERT_TRUE(parsed && *parsed);
  EXPECT_EQ((*parsed)->facts.container_instance_arn, kInstance);
  EXPECT_EQ((*parsed)->facts.source_address, "172.17.0.2");
  EXPECT_EQ((*parsed)->access_key_id, "ASIAINSTANCE");
  EXPECT_EQ((*parsed)->session_token.reveal(), "token");
  EXPECT_EQ((*parsed)->region, "us-west-2");
  EXPECT_EQ((*parsed)->signed_at, kNow);
  EXPECT_EQ(code(relayed_request()), "");
}

TEST_F(RelayAssertionTest, IsNothingWithoutARelay) {
  EXPECT_FALSE(parse_relay_assertion(client_));
}

TEST_F(RelayAssertionTest, CoversTheRequest) {
  EXPECT_EQ(code({"GET", "/", relayed_, "{}"}), "SignatureDoesNotMatch");
  EXPECT_EQ(code({"POST", "/?a", relayed_, "{}"}), "SignatureDoesNotMatch");
  EXPECT_EQ(code({"POST", "/", relayed_, "{ }"}), "SignatureDoesNotMatch");
  auto changed = relayed_;
  value(changed, "Authorization") += "d";
  EXPECT_EQ(code({"POST", "/", changed, "{}"}), "SignatureDoesNotMatch");
}

TEST_F(RelayAssertionTest, CoversItsFacts) {
  const std::pair<const char*, const char*> changes[] = {
      {"x-berth-relay-source", "127.0.0.1"},
      {"x-berth-relay-instance",
       "arn:aws:ecs:us-west-2:123456789012:container-instance/default/fedcba9876543210"},
      {"x-berth-relay-instance",
       "arn:aws:ecs:us-east-1:123456789012:container-instance/default/0123456789abcdef"},
      {"x-berth-relay-date", "20261124T084412Z"},
      {"x-berth-relay-signature", "00"},
      {"x-berth-relay-signature",
       "0000000000000000000000000000000000000000000000000000000000000000"}};
  for (const auto& [name, changed_value] : changes) {
    auto changed = relayed_;
    value(changed, name) = changed_value;
    EXPECT_EQ(code({"POST", "/", changed, "{}"}), "SignatureDoesNotMatch") << name;
  }
  EXPECT_EQ(code(relayed_request(), "another"), "SignatureDoesNotMatch");
}

TEST_F(RelayAssertionTest, IsOfNow) {
  const std::chrono::seconds limit(300);
  EXPECT_EQ(code(relayed_request(), "secret", kNow + limit), "");
  EXPECT_EQ(code(relayed_request(), "secret", kNow - limit), "");
  EXPECT_EQ(code(relayed_request(), "secret", kNow + limit + std::chrono::seconds(1)),
            "SignatureDoesNotMatch");
  EXPECT_EQ(code(relayed_request(), "secret", kNow - limit - std::chrono::seconds(1)),
            "SignatureDoesNotMatch");
}

TEST_F(RelayAssertionTest, IsWholeOrRefused) {
  for (const auto& [name, sent_value] : sent_) {
    std::vector<sigv4::Header> without;
    for (const auto& header : relayed_) {
      if (header.first != name) without.push_back(header);
    }
    EXPECT_EQ(code({"POST", "/", without, "{}"}), "IncompleteSignature") << name;
    auto twice = relayed_;
    twice.emplace_back(name, sent_value);
    EXPECT_EQ(code({"POST", "/", twice, "{}"}), "IncompleteSignature") << name;
    auto broken = relayed_;
    value(broken, name) += "\nline";
    EXPECT_EQ(code({"POST", "/", broken, "{}"}), "IncompleteSignature") << name;
  }
  auto changed = relayed_;
  value(changed, "x-berth-relay-date") = "now";
  EXPECT_EQ(code({"POST", "/", changed, "{}"}), "IncompleteSignature");
  changed = relayed_;
  value(changed, "x-berth-relay-instance") = "arn:aws:ecs";
  EXPECT_EQ(code({"POST", "/", changed, "{}"}), "IncompleteSignature");
  const std::vector<sigv4::Header> unknown = {{"X-Berth-Relay-Other", "1"}};
  EXPECT_EQ(code({"POST", "/", unknown, "{}"}), "IncompleteSignature");
}

TEST_F(RelayAssertionTest, OfALongLivedKeyHasAnEmptyToken) {
  relayed_ = client_;
  for (auto& header : make_relay_assertion(client_request(), {kInstance, "fd00::2"},
                                           {"AKIAINSTANCE", Secret("secret"), Secret()}, kNow)) {
    relayed_.push_back(std::move(header));
  }
  EXPECT_EQ(code(relayed_request()), "");
}

TEST(RelayHeaders, AreKnownInAnyCase) {
  EXPECT_TRUE(is_relay_header("X-Berth-Relay-Source"));
  EXPECT_TRUE(is_relay_header("x-berth-relay-anything"));
  EXPECT_FALSE(is_relay_header("x-berth-relay"));
  EXPECT_FALSE(is_relay_header("x-berth"));
  EXPECT_FALSE(is_relay_header("host"));
}

}  // namespace
}  // namespace berth::aws
