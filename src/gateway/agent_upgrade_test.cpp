// An agent's channel: signed and authorised as any call, then handed on with what its query says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing.h"
#include "store/iam/policies.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kInstance =
    "arn%3Aaws%3Aecs%3Aus-west-2%3A123456789012%3Acontainer-instance%2Fdefault%2Fabc";

class AgentUpgradeTest : public GatewayTest {
 protected:
  static net::HttpRequest upgrade(const std::string& query) {
    net::HttpRequest request;
    request.target = "/ws?" + query;
    request.headers = {{"Host", "127.0.0.1:4566"}};
    request.peer.address = "127.0.0.1";
    return request;
  }
  /// As agents do it, the upgrade's own headers are not signed.
  std::string open(const std::string& query, const std::string& service = "ecs",
                   const std::optional<aws::sigv4::Credentials>& with = {}) {
    auto request = sign(upgrade(query), service, with);
    request.headers.emplace_back("Connection", "Upgrade");
    request.headers.emplace_back("Upgrade", "websocket");
    return ask(request);
  }
  const std::string kAcs = std::string("agentHash=a&agentVersion=1.83.0&clusterArn=default&") +
                           "containerInstanceArn=" + kInstance +
                           "&dockerVersion=DockerVersion%3A+20.10.24&protocolVersion=2&"
                           "sendCredentials=true&seqNum=1";
};

TEST_F(AgentUpgradeTest, OpensTheCommandChannel) {
  EXPECT_EQ(open(kAcs), "upgrade");
  ASSERT_EQ(agents_.connections.size(), 1u);
  const AgentConnection& connection = agents_.connections.front();
  EXPECT_FALSE(connection.telemetry);
  EXPECT_EQ(connection.region, "us-west-2");
  EXPECT_EQ(connection.cluster, "default");
  EXPECT_EQ(connection.container_instance,
            "arn:aws:ecs:us-west-2:123456789012:container-instance/default/abc");
  EXPECT_TRUE(connection.send_credentials);
  EXPECT_EQ(connection.agent_version, "1.83.0");
  EXPECT_EQ(connection.protocol_version, 2);
  EXPECT_EQ(agents_.callers.front().principal.arn, "arn:aws:iam::123456789012:root");
}

TEST_F(AgentUpgradeTest, OpensTelemetry) {
  EXPECT_EQ(open(std::string("cluster=default&containerInstance=") + kInstance), "upgrade");
  ASSERT_EQ(agents_.connections.size(), 1u);
  EXPECT_TRUE(agents_.connections.front().telemetry);
  EXPECT_EQ(agents_.connections.front().protocol_version, 1);
  EXPECT_FALSE(agents_.connections.front().send_credentials);
}

TEST_F(AgentUpgradeTest, NeedsASignatureForEcs) {
  auto request = upgrade(kAcs);
  request.headers.emplace_back("Connection", "Upgrade");
  request.headers.emplace_back("Upgrade", "websocket");
  EXPECT_THAT(ask(request), StartsWith(R"(400 {"__type":"MissingAuthenticationTokenException")"));
  EXPECT_THAT(open(kAcs, "logs"), StartsWith(R"(400 {"__type":"InvalidSignatureException")"));
  EXPECT_TRUE(agents_.connections.empty());
}

TEST_F(AgentUpgradeTest, NeedsThePermissionToPoll) {
  const auto agent = role_session("agent");
  EXPECT_THAT(open(kAcs, "ecs", agent),
              HasSubstr("is not authorized to perform: ecs:Poll on resource: "
                        "arn:aws:ecs:us-west-2:123456789012:container-instance/default/abc"));
  EXPECT_THAT(open(std::string("cluster=default&containerInstance=") + kInstance, "ecs", agent),
              HasSubstr("is not authorized to perform: ecs:StartTelemetrySession"));
  EXPECT_TRUE(agents_.connections.empty());
  ASSERT_TRUE(store_->write_and_wait([](store::Transaction& tx) -> Result<void> {
    store::attach_policy(
        tx, store::find_role(tx, "agent")->id,
        "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role");
    return {};
  }));
  EXPECT_EQ(open(kAcs, "ecs", agent), "upgrade");
}

TEST_F(AgentUpgradeTest, RefusalsAreAnsweredInJson) {
  agents_.refusal = client_fault("InactiveInstanceException", "gone");
  EXPECT_EQ(open(kAcs), R"(400 {"__type":"InactiveInstanceException","message":"gone"})");
}

TEST_F(AgentUpgradeTest, OtherRequestsForThePathAreNone) {
  EXPECT_THAT(ask(sign(upgrade(kAcs), "ecs")), testing::Not("upgrade"));
}

}  // namespace
}  // namespace berth::gateway
