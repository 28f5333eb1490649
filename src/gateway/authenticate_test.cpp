// Who asks: signatures in header and query, sessions, scopes, and what a relay says of the source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/relay_assertion.h"
#include "gateway/stages.h"
#include "gateway/testing.h"
#include "store/ecs_records.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;

class AuthenticateTest : public GatewayTest {
 protected:
  static net::HttpRequest list() { return json(std::string(kEcs) + "ListClusters", "{}"); }

  /// The code of the fault, or the ARN of the caller.
  std::string who(const net::HttpRequest& request) {
    Call call = make_call(request);
    EXPECT_TRUE(identify(parts_, call));
    const auto outcome = authenticate(parts_, call);
    caller_ = call.caller;
    region_ = call.region.str();
    return outcome ? call.caller.principal.arn : outcome.error().code;
  }
  static net::HttpRequest without(net::HttpRequest request, const std::string& name) {
    std::erase_if(request.headers, [&](const auto& header) { return header.first == name; });
    return request;
  }

  services::Caller caller_;
  std::string region_;
};

TEST_F(AuthenticateTest, KnowsTheAdministratorAndTheConnection) {
  net::HttpRequest request = list();
  request.headers.emplace_back("User-Agent", "aws-cli/2");
  request.headers.emplace_back("Referer", "http://a/");
  request.peer.address = "10.0.0.7";
  request.peer.tls = true;
  EXPECT_EQ(who(sign(request, "ecs")), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(region_, "us-west-2");
  EXPECT_EQ(caller_.access_key_id.str(), kRootKey);
  EXPECT_EQ(caller_.source_address, "10.0.0.7");
  EXPECT_TRUE(caller_.secure_transport);
  EXPECT_EQ(caller_.user_agent, "aws-cli/2");
  EXPECT_EQ(caller_.referer, "http://a/");
  EXPECT_FALSE(caller_.session);
  EXPECT_TRUE(caller_.container_instance_arn.empty());
}

TEST_F(AuthenticateTest, KnowsSessionsByTheirToken) {
  const auto session = role_session("task");
  EXPECT_EQ(who(sign(list(), "ecs", session)), "arn:aws:sts::123456789012:assumed-role/task/s1");
  EXPECT_TRUE(caller_.session);
  EXPECT_EQ(who(without(sign(list(), "ecs", session), "X-Amz-Security-Token")),
            "InvalidClientTokenId");
  clock_.advance(std::chrono::hours(2));
  EXPECT_EQ(who(sign(list(), "ecs", session)), "ExpiredToken");
}

TEST_F(AuthenticateTest, RefusesWhatIsNotSignedOrNotByThatKey) {
  EXPECT_EQ(who(list()), "MissingAuthenticationToken");
  auto half = list();
  half.headers.emplace_back("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  EXPECT_EQ(who(half), "IncompleteSignature");
  EXPECT_EQ(who(sign(list(), "ecs",
                     aws::sigv4::Credentials{"AKIAUNKNOWN000000000", Secret("x"), Secret()})),
            "InvalidClientTokenId");
  EXPECT_EQ(who(sign(list(), "ecs", aws::sigv4::Credentials{kRootKey, Secret("wrong"), Secret()})),
            "SignatureDoesNotMatch");
  auto changed = sign(list(), "ecs");
  changed.body = R"({"maxResults":1})";
  EXPECT_EQ(who(changed), "SignatureDoesNotMatch");
}

TEST_F(AuthenticateTest, BearsASkewOfFiveMinutes) {
  const auto request = sign(list(), "ecs");
  clock_.advance(std::chrono::minutes(5));
  EXPECT_EQ(who(request), "arn:aws:iam::123456789012:root");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(who(request), "SignatureDoesNotMatch");
}

TEST_F(AuthenticateTest, TakesPresignedRequests) {
  net::HttpRequest request;
  request.target = "/?Action=GetCallerIdentity&Version=2011-06-15";
  request.headers = {{"Host", "127.0.0.1:4566"}};
  const auto presign = [&](const aws::sigv4::Credentials& with) {
    const aws::sigv4::UnsignedRequest plain{"GET", request.target, request.headers, ""};
    net::HttpRequest made = request;
    made.target = aws::sigv4::presign(plain, with, {"us-west-2", "sts"}, clock_.now(), 60);
    return made;
  };
  const auto made = presign(root());
  EXPECT_EQ(who(made), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(who(presign(role_session("task"))), "arn:aws:sts::123456789012:assumed-role/task/s1");
  auto other = made;
  other.target += "&X=1";
  EXPECT_EQ(who(other), "SignatureDoesNotMatch");
  clock_.advance(std::chrono::seconds(61));
  EXPECT_EQ(who(made), "SignatureDoesNotMatch");
}

TEST_F(AuthenticateTest, ScopeTargetAndHostAgree) {
  EXPECT_EQ(who(sign(list(), "logs")), "SignatureDoesNotMatch");
  for (const char* none : {"US-WEST", "mars", "us-west", "not-a-region-9"}) {
    EXPECT_EQ(who(sign(list(), "ecs", {}, none)), "SignatureDoesNotMatch") << none;
  }
  const auto at = [&](const std::string& host, const std::string& region) {
    auto request = list();
    request.headers.front().second = host;
    return who(sign(request, "ecs", {}, region));
  };
  EXPECT_EQ(at("ecs.us-west-2.amazonaws.com", "us-west-2"), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(at("ecs.us-west-2.amazonaws.com:443", "us-west-2"), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(at("ecs.us-west-2.amazonaws.com", "eu-west-1"), "SignatureDoesNotMatch");
  EXPECT_EQ(at("anything.example", "eu-west-1"), "arn:aws:iam::123456789012:root");
  EXPECT_EQ(region_, "eu-west-1");
  // IAM is of no region, and the global STS is signed for us-east-1.
  auto iam = form("Action=ListRoles&Version=2010-05-08");
  iam.headers.front().second = "iam.amazonaws.com";
  EXPECT_EQ(who(sign(iam, "iam", {}, "us-west-2")), "arn:aws:iam::123456789012:root");
  auto sts = form("Action=GetCallerIdentity&Version=2011-06-15");
  sts.headers.front().second = "sts.amazonaws.com";
  EXPECT_EQ(who(sign(sts, "sts", {}, "us-east-1")), "arn:aws:iam::123456789012:root");
}

class RelayedTest : public AuthenticateTest {
 protected:
  void SetUp() override {
    agent_ = role_session("agent", "i-1");
    task_ = role_session("task");
    ASSERT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      store::ContainerInstanceRecord instance;
      instance.account = kAccount;
      instance.region = "us-west-2";
      instance.cluster = "default";
      instance.id = std::string(32, 'a');
      instance.status = "ACTIVE";
      instance.registered_by = store::find_role(tx, "agent")->id;
      store::insert_container_instance(tx, instance);
      return {};
    }));
  }
  /// The task's signed request as a relay with the credentials `as` hands it on.
  net::HttpRequest relayed(const aws::sigv4::Credentials& as) {
    auto request = sign(list(), "ecs", task_);
    const aws::sigv4::SignedRequest said{request.method, request.target, request.headers,
                                         request.body};
    for (auto& header :
         aws::make_relay_assertion(said, {kInstance, "172.17.0.2"}, as, clock_.now())) {
      request.headers.push_back(std::move(header));
    }
    return request;
  }

  const std::string kInstance =
      "arn:aws:ecs:us-west-2:123456789012:container-instance/default/" + std::string(32, 'a');
  aws::sigv4::Credentials agent_;
  aws::sigv4::Credentials task_;
};

TEST_F(RelayedTest, ComeFromWhereTheInstancesAgentSays) {
  EXPECT_EQ(who(relayed(agent_)), "arn:aws:sts::123456789012:assumed-role/task/s1");
  EXPECT_EQ(caller_.source_address, "172.17.0.2");
  EXPECT_EQ(caller_.container_instance_arn, kInstance);
  EXPECT_TRUE(caller_.secure_transport);
}

TEST_F(RelayedTest, OthersSayNothing) {
  EXPECT_EQ(who(relayed(task_)), "SignatureDoesNotMatch");
  EXPECT_EQ(who(relayed(root())), "SignatureDoesNotMatch");
  auto forged = relayed(agent_);
  for (auto& [name, value] : forged.headers) {
    if (value == "172.17.0.2") value = "10.0.0.1";
  }
  EXPECT_EQ(who(forged), "SignatureDoesNotMatch");
  auto half = list();
  half.headers.emplace_back("x-berth-relay-source", "10.0.0.1");
  EXPECT_EQ(who(sign(half, "ecs", task_)), "IncompleteSignature");
}

TEST_F(RelayedTest, NotForAnInstanceThatIsGone) {
  ASSERT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
    auto instance = store::find_container_instance_by_arn(tx, kInstance);
    instance->status = "INACTIVE";
    store::update_container_instance(tx, *instance);
    return {};
  }));
  EXPECT_EQ(who(relayed(agent_)), "SignatureDoesNotMatch");
}

}  // namespace
}  // namespace berth::gateway
