// The whole way of a request: what each stage answers, and what every answer carries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/refuse_request.h"
#include "gateway/testing.h"
#include "services/iam/operations.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class WholeWayTest : public GatewayTest {
 protected:
  std::string ecs(const std::string& operation, const std::string& body,
                  const std::optional<aws::sigv4::Credentials>& with = {}) {
    return ask(sign(json(kEcs + operation, body), "ecs", with));
  }
  std::string sts(const std::string& body,
                  const std::optional<aws::sigv4::Credentials>& with = {}) {
    return ask(sign(form(body + "&Version=2011-06-15"), "sts", with));
  }
  std::string iam(const std::string& body,
                  const std::optional<aws::sigv4::Credentials>& with = {}) {
    return ask(sign(form(body + "&Version=2010-05-08"), "iam", with));
  }
};

TEST_F(WholeWayTest, JsonIsAnsweredInJson) {
  const auto made =
      send(sign(json(std::string(kEcs) + "CreateCluster", R"({"clusterName":"a"})"), "ecs"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->status, 200) << made->body;
  EXPECT_EQ(made->header("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_THAT(std::string(made->header("x-amzn-RequestId").value_or("")),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_THAT(made->body,
              HasSubstr(R"("clusterArn":"arn:aws:ecs:us-west-2:123456789012:cluster/a")"));
  EXPECT_EQ(ecs("ListClusters", "{}"),
            R"(200 {"clusterArns":["arn:aws:ecs:us-west-2:123456789012:cluster/a"]})");
}

TEST_F(WholeWayTest, QueryIsAnsweredInXml) {
  const auto answer =
      send(sign(form("Action=GetCallerIdentity&Version=2011-06-15"), "sts", role_session("task")));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->header("Content-Type"), "text/xml");
  EXPECT_TRUE(answer->header("x-amzn-RequestId"));
  EXPECT_THAT(answer->body, HasSubstr("<GetCallerIdentityResponse "
                                      "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"));
  EXPECT_THAT(answer->body, HasSubstr("<Arn>arn:aws:sts::123456789012:assumed-role/task/s1</Arn>"));
  EXPECT_THAT(
      answer->body,
      HasSubstr("<RequestId>" + std::string(*answer->header("x-amzn-RequestId")) + "</RequestId>"));
}

TEST_F(WholeWayTest, RegionsAreApart) {
  ASSERT_THAT(ecs("CreateCluster", R"({"clusterName":"a"})"), testing::StartsWith("200"));
  EXPECT_EQ(ask(sign(json(std::string(kEcs) + "ListClusters", "{}"), "ecs", {}, "eu-west-1")),
            R"(200 {"clusterArns":[]})");
}

TEST_F(WholeWayTest, UnsignedRequestsAreRefusedInTheirProtocol) {
  EXPECT_EQ(ask(json(std::string(kEcs) + "ListClusters", "{}")),
            R"(400 {"__type":"MissingAuthenticationTokenException",)"
            R"("message":"Missing Authentication Token"})");
  EXPECT_THAT(ask(form("Action=GetCallerIdentity&Version=2011-06-15")),
              testing::AllOf(testing::StartsWith("403"),
                             HasSubstr("<Code>MissingAuthenticationToken</Code>")));
  net::HttpRequest browser;
  browser.headers = {{"Host", "localhost:4566"}};
  EXPECT_THAT(ask(browser), testing::StartsWith("403"));
  const auto refused = send(json(std::string(kEcs) + "ListClusters", "{}"));
  EXPECT_TRUE(refused->header("x-amzn-RequestId"));
}

TEST_F(WholeWayTest, WrongSignaturesAreSpelledInTheirProtocol) {
  const aws::sigv4::Credentials wrong{kRootKey, Secret("wrong"), Secret()};
  EXPECT_THAT(ecs("ListClusters", "{}", wrong),
              testing::AllOf(testing::StartsWith("400"), HasSubstr("InvalidSignatureException"),
                             HasSubstr("The request signature we calculated does not match")));
  EXPECT_THAT(sts("Action=GetCallerIdentity", wrong),
              testing::AllOf(testing::StartsWith("403"), HasSubstr("SignatureDoesNotMatch")));
  const aws::sigv4::Credentials unknown{"AKIAUNKNOWN000000000", Secret("x"), Secret()};
  EXPECT_EQ(ecs("ListClusters", "{}", unknown),
            R"(400 {"__type":"UnrecognizedClientException",)"
            R"("message":"The security token included in the request is invalid."})");
  EXPECT_THAT(iam("Action=ListRoles", unknown),
              testing::AllOf(testing::StartsWith("403"), HasSubstr("InvalidClientTokenId")));
}

TEST_F(WholeWayTest, UnknownOperations) {
  EXPECT_THAT(ecs("CreateCapacityProvider", "{}"),
              testing::StartsWith(R"(400 {"__type":"UnknownOperationException")"));
  EXPECT_THAT(ecs("Nonsense", "{}"),
              testing::StartsWith(R"(400 {"__type":"UnknownOperationException")"));
  EXPECT_THAT(ask(sign(json("Foo.ListClusters", "{}"), "ecs")),
              testing::StartsWith(R"(400 {"__type":"UnknownOperationException")"));
  EXPECT_THAT(ask(sign(json("Else_1.Do", "{}"), "dynamodb")),
              testing::StartsWith(R"(400 {"__type":"UnknownOperationException")"));
  EXPECT_THAT(
      sts("Action=Nonsense"),
      testing::AllOf(testing::StartsWith("400"), HasSubstr("<Code>InvalidAction</Code>"),
                     HasSubstr("Could not find operation Nonsense for version 2011-06-15")));
  EXPECT_THAT(ask(sign(form("Version=2011-06-15"), "sts")),
              HasSubstr("<Code>MissingAction</Code>"));
  // An operation of a JSON service, asked for in a form.
  EXPECT_THAT(ask(sign(form("Action=ListClusters&Version=2014-11-13"), "ecs")),
              HasSubstr("<Code>InvalidAction</Code>"));
}

TEST_F(WholeWayTest, BodiesThatCannotBeRead) {
  EXPECT_THAT(ecs("ListClusters", "{"),
              testing::StartsWith(R"(400 {"__type":"SerializationException")"));
  EXPECT_THAT(ecs("ListClusters", R"({"maxResults":"x"})"),
              testing::StartsWith(R"(400 {"__type":"SerializationException")"));
  EXPECT_EQ(ecs("ListClusters", R"({"maxResults":null,"unknown":[1]})"),
            R"(200 {"clusterArns":[]})");
  EXPECT_EQ(ecs("ListClusters", ""), R"(200 {"clusterArns":[]})");
  EXPECT_THAT(iam("Action=GetRole"), testing::AllOf(testing::StartsWith("400"),
                                                    HasSubstr("<Code>ValidationError</Code>")));
}

TEST_F(WholeWayTest, DenialsNameWhoWhatAndWhy) {
  const auto task = role_session("task");
  EXPECT_EQ(ecs("ListTasks", "{}", task),
            R"(400 {"__type":"AccessDeniedException","Message":"User: )"
            R"(arn:aws:sts::123456789012:assumed-role/task/s1 is not authorized to perform: )"
            R"(ecs:ListTasks on resource: )"
            R"(arn:aws:ecs:us-west-2:123456789012:container-instance/default/* because no )"
            R"(identity-based policy allows the ecs:ListTasks action"})");
  EXPECT_THAT(
      iam("Action=ListRoles", task),
      testing::AllOf(testing::StartsWith("403"), HasSubstr("<Code>AccessDenied</Code>"),
                     HasSubstr("no identity-based policy allows the iam:ListRoles action")));
  // Whatever the policies say, everyone may ask who they are.
  EXPECT_THAT(sts("Action=GetCallerIdentity", task), testing::StartsWith("200"));
  // A write that is denied changes nothing.
  EXPECT_THAT(ecs("CreateCluster", R"({"clusterName":"x"})", task), testing::StartsWith("400"));
  EXPECT_EQ(ecs("ListClusters", "{}"), R"(200 {"clusterArns":[]})");
}

TEST_F(WholeWayTest, FaultsOfOperationsHaveTheModelsCodeAndStatus) {
  EXPECT_EQ(ecs("ListTasks", R"({"cluster":"none"})"),
            R"(400 {"__type":"ClusterNotFoundException","message":"Cluster not found."})");
  EXPECT_THAT(iam("Action=GetRole&RoleName=none"),
              testing::AllOf(testing::StartsWith("404"), HasSubstr("<Code>NoSuchEntity</Code>"),
                             HasSubstr("The role with name none cannot be found.")));
}

TEST_F(WholeWayTest, CommittedEffectsAreTold) {
  EXPECT_THAT(ecs("CreateCluster", R"({"clusterName":"a"})"), testing::StartsWith("200"));
  EXPECT_EQ(committed_.size(), 1u);
  EXPECT_THAT(ecs("ListClusters", "{}"), testing::StartsWith("200"));
  EXPECT_THAT(ecs("DeleteCluster", R"({"cluster":"none"})"), testing::StartsWith("400"));
  EXPECT_EQ(committed_.size(), 1u);
}

TEST_F(WholeWayTest, KeysAreNotedAsUsed) {
  role_session("task");
  ecs("ListClusters", "{}", role_session("task"));
  ASSERT_TRUE(store_->write_and_wait([](store::Transaction& tx) -> Result<void> {
    EXPECT_TRUE(store::find_role(tx, "task")->last_used_at_ms);
    EXPECT_EQ(store::find_role(tx, "task")->last_used_region, "us-west-2");
    return {};
  }));
}

TEST_F(WholeWayTest, MetricsCountAnswersAndDenials) {
  ecs("ListClusters", "{}");
  ecs("ListClusters", "{}");
  ecs("ListTasks", "{}", role_session("task"));
  ecs("Nonsense-" + std::string(100, 'x'), "{}");
  net::HttpRequest request;
  request.target = "/metrics";
  request.headers = {{"Host", "127.0.0.1:4566"}};
  request.peer.address = "127.0.0.1";
  const auto answer = send(request);
  ASSERT_EQ(answer->status, 200);
  EXPECT_THAT(answer->body, HasSubstr(R"(operation="ListClusters",service="ecs",status="200"} 2)"));
  EXPECT_THAT(answer->body, HasSubstr(R"(operation="ListTasks",service="ecs",status="400"} 1)"));
  EXPECT_THAT(answer->body, HasSubstr(R"(operation="unknown",service="ecs",status="400"} 1)"));
  EXPECT_THAT(answer->body, HasSubstr(R"(berth_requests_denied_total{service="ecs"} 1)"));
  EXPECT_THAT(answer->body, HasSubstr("berth_request_duration_seconds_count 4"));
  EXPECT_THAT(answer->body, testing::Not(HasSubstr("Nonsense")));
}

TEST_F(WholeWayTest, UnsignedRoutes) {
  net::HttpRequest request;
  request.target = "/health";
  request.headers = {{"Host", "127.0.0.1:4566"}};
  request.peer.address = "127.0.0.1";
  EXPECT_EQ(ask(request), R"(200 {"status":"ok"})");
  ready_ = false;
  EXPECT_THAT(ask(request), testing::StartsWith("503"));
  request.method = "POST";
  request.target = "/_berth/reset";
  EXPECT_EQ(ask(request), R"(200 {"status":"reset"})");
  EXPECT_EQ(resets_, 1);
  request.headers.front().second = "evil.example";
  EXPECT_THAT(ask(request), testing::StartsWith("403"));
  EXPECT_EQ(resets_, 1);
}

TEST_F(WholeWayTest, EveryAnswerOnTheWireCarriesDateAndRequestId) {
  net::HttpServerOptions options;
  options.refusal = [this](int status) { return refuse_request(status, random_); };
  net::test_support::TestServer server(gateway().handler(), options);
  const auto over_the_wire = [&](const net::HttpRequest& request) {
    std::string text = request.method + " " + request.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers) text += name + ": " + value + "\r\n";
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
    net::test_support::RawClient client(server.port());
    return client.round_trip(text);
  };
  const auto good = over_the_wire(sign(json(std::string(kEcs) + "ListClusters", "{}"), "ecs"));
  const auto refused = over_the_wire(json(std::string(kEcs) + "ListClusters", "{}"));
  const auto query =
      over_the_wire(sign(form("Action=GetCallerIdentity&Version=2011-06-15"), "sts"));
  EXPECT_THAT(good, testing::StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(refused, testing::StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(query, testing::StartsWith("HTTP/1.1 200 "));
  net::test_support::RawClient malformed_client(server.port());
  malformed_client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n");
  const auto malformed = malformed_client.read_to_end();
  EXPECT_THAT(malformed, testing::StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(malformed, HasSubstr(R"({"__type":"BadRequestException","message":")"));
  for (const auto& answer : {good, refused, query, malformed}) {
    EXPECT_THAT(answer, HasSubstr("\r\nx-amzn-RequestId: "));
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
  }
}

}  // namespace
}  // namespace berth::gateway
