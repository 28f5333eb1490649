// What a call looks like to the service that it reaches, and what comes back.
#include "client/aws_client.h"

#include <memory>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/sigv4/parse.h"
#include "aws/sigv4/verify.h"
#include "net/testing.h"

namespace berth::client {
namespace {

using ::testing::HasSubstr;

class AwsClientTest : public ::testing::Test {
 protected:
  AwsClientTest() : server_([this](net::HttpRequest request) { return take(std::move(request)); }) {
    keys_.keys.access_key_id = "ASIATEST";
    keys_.keys.secret_access_key = Secret("secret");
    keys_.keys.session_token = Secret("token");
    options_.url = server_.url();
    options_.region = "us-west-2";
    options_.user_agent = "berth-test";
  }

  net::Task<net::HttpAnswer> take(net::HttpRequest request) {
    const std::lock_guard lock(mutex_);
    requests_.push_back(std::move(request));
    if (upgrades_) {
      co_return net::WebSocketUpgrade{[](net::WebSocket socket) -> net::Task<void> {
        auto text = co_await socket.read(std::chrono::seconds(5));
        if (text) co_await socket.write("got " + *text);
      }};
    }
    co_return answer_;
  }

  CredentialsSource source() {
    return [this]() -> net::Task<Result<SessionKeys>> {
      if (refused_) co_return fail(*refused_);
      co_return keys_;
    };
  }

  using Listed = Result<aws::ecs::ListTasksResponse>;

  Result<std::unique_ptr<AwsClient>> make_client() {
    return AwsClient::make(client_runtime_.main_context(), options_, source(), clock_);
  }

  net::Task<Listed> call_list_tasks() {
    BERTH_CO_ASSIGN(auto client, make_client());
    aws::ecs::ListTasksRequest request;
    request.cluster = "blue";
    auto listed = co_await client->call<aws::ecs::ops::ListTasks>(std::move(request));
    co_return listed;
  }
  Listed list() {
    return net::test_support::run<Listed>(client_runtime_, [this] { return call_list_tasks(); });
  }

  /// Opens a websocket, says "hello" and gives back the answer.
  net::Task<Result<std::string>> say_hello(std::string url) {
    BERTH_CO_ASSIGN(auto client, make_client());
    auto socket = co_await client->open_web_socket(std::move(url), "ecs");
    if (!socket) co_return fail(socket.error());
    auto sent = co_await socket->write("hello");
    if (!sent) co_return fail(sent.error());
    auto text = co_await socket->read(std::chrono::seconds(5));
    co_return text;
  }
  Result<std::string> talk(const std::string& url) {
    return net::test_support::run<Result<std::string>>(client_runtime_,
                                                       [this, url] { return say_hello(url); });
  }

  /// The signature of a request, verified as a service does.
  aws::sigv4::ParsedSignature verified(const net::HttpRequest& request) {
    const aws::sigv4::SignedRequest signed_request{request.method, request.target, request.headers,
                                                   request.body};
    auto parsed = aws::sigv4::parse_signature(signed_request);
    EXPECT_TRUE(parsed) << parsed.error().message;
    if (!parsed) return {};
    const auto verified = aws::sigv4::Verifier().verify(signed_request, *parsed,
                                                        keys_.keys.secret_access_key, clock_.now());
    EXPECT_TRUE(verified) << verified.error().message;
    return *parsed;
  }

  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  SessionKeys keys_;
  std::optional<Fault> refused_;
  AwsClientOptions options_;
  net::HttpResponse answer_{200, {}, "{}"};
  bool upgrades_ = false;
  std::mutex mutex_;
  std::vector<net::HttpRequest> requests_;
  net::Runtime client_runtime_{1};
  net::test_support::TestServer server_;
};

TEST_F(AwsClientTest, SignsWhatItSends) {
  answer_.body = R"({"taskArns":["arn:one"],"nextToken":"more","unknown":1})";
  const auto listed = list();
  ASSERT_TRUE(listed) << listed.error().message;
  EXPECT_EQ(listed->task_arns, std::vector<std::string>{"arn:one"});
  EXPECT_EQ(listed->next_token, "more");

  ASSERT_EQ(requests_.size(), 1u);
  const net::HttpRequest& request = requests_.front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.body, R"({"cluster":"blue"})");
  EXPECT_EQ(request.header("X-Amz-Target"), "AmazonEC2ContainerServiceV20141113.ListTasks");
  EXPECT_EQ(request.header("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(request.header("User-Agent"), "berth-test");
  const auto signature = verified(request);
  EXPECT_EQ(signature.access_key_id, "ASIATEST");
  EXPECT_EQ(signature.region, "us-west-2");
  EXPECT_EQ(signature.service, "ecs");
  EXPECT_EQ(signature.session_token, "token");
  EXPECT_EQ(signature.signed_at, clock_.now());
  EXPECT_THAT(signature.signed_headers, ::testing::Contains("x-amz-target"));
}

TEST_F(AwsClientTest, AsksForTheKeyAtEachCall) {
  ASSERT_TRUE(list());
  keys_.keys.secret_access_key = Secret("renewed");
  keys_.keys.session_token = Secret();
  ASSERT_TRUE(list());
  EXPECT_EQ(verified(requests_.back()).session_token, "");
  refused_ = client_fault("NoCredentials", "none");
  EXPECT_EQ(list().error().code, "NoCredentials");
  EXPECT_EQ(requests_.size(), 2u);
}

TEST_F(AwsClientTest, GivesBackTheServicesFaults) {
  answer_ = {400, {}, R"({"__type":"ClusterNotFoundException","message":"Cluster not found."})"};
  EXPECT_EQ(list().error(), (Fault{"ClusterNotFoundException", "Cluster not found.", 400, {}}));
  answer_ = {200, {}, "<html>"};
  EXPECT_EQ(list().error().code, "SerializationException");
}

TEST_F(AwsClientTest, SpeaksQueryWhereTheServiceDoes) {
  answer_.body =
      "<GetRoleResponse><GetRoleResult><Role><RoleName>a b</RoleName></Role></GetRoleResult>"
      "</GetRoleResponse>";
  const auto get_role = [this]() -> net::Task<Result<aws::iam::GetRoleResponse>> {
    BERTH_CO_ASSIGN(auto client, make_client());
    aws::iam::GetRoleRequest request;
    request.role_name = "a b";
    auto answer = co_await client->call<aws::iam::ops::GetRole>(std::move(request));
    co_return answer;
  };
  const auto role =
      net::test_support::run<Result<aws::iam::GetRoleResponse>>(client_runtime_, get_role);
  ASSERT_TRUE(role) << role.error().message;
  EXPECT_EQ(role->role->role_name, "a b");
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_EQ(requests_.front().body, "Action=GetRole&Version=2010-05-08&RoleName=a%20b");
  EXPECT_EQ(requests_.front().header("Content-Type"),
            "application/x-www-form-urlencoded; charset=utf-8");
  EXPECT_FALSE(requests_.front().header("X-Amz-Target"));
  EXPECT_EQ(verified(requests_.front()).service, "iam");
  answer_ = {404,
             {},
             "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code>"
             "<Message>none</Message></Error></ErrorResponse>"};
  const auto none =
      net::test_support::run<Result<aws::iam::GetRoleResponse>>(client_runtime_, get_role);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error(), (Fault{"NoSuchEntity", "none", 404, {}}));
}

TEST_F(AwsClientTest, GivesBackTheNetworksFaults) {
  options_.url = "http://127.0.0.1:1";
  EXPECT_EQ(list().error().code, "ConnectionRefused");
  options_.url = "nowhere";
  EXPECT_FALSE(list());
  EXPECT_TRUE(requests_.empty());
}

TEST_F(AwsClientTest, OpensSignedWebSockets) {
  upgrades_ = true;
  const auto told = talk(server_.url() + "/ws?agentVersion=1%2E0&seqNum=1");
  ASSERT_TRUE(told) << told.error().message;
  EXPECT_EQ(*told, "got hello");
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_EQ(requests_.front().target, "/ws?agentVersion=1%2E0&seqNum=1");
  EXPECT_EQ(requests_.front().header("User-Agent"), "berth-test");
  const auto signature = verified(requests_.front());
  EXPECT_EQ(signature.service, "ecs");
  EXPECT_EQ(signature.session_token, "token");
}

TEST_F(AwsClientTest, TellsWhyAWebSocketWasRefused) {
  answer_ = {403, {}, R"({"__type":"AccessDeniedException","Message":"not you"})"};
  auto told = talk(server_.url() + "/ws");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "AccessDeniedException");
  EXPECT_EQ(told.error().message, "not you");
  answer_ = {503, {}, "busy"};
  told = talk(server_.url() + "/ws");
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code, "UpgradeRefused");
  EXPECT_THAT(told.error().message, HasSubstr("503"));
  EXPECT_EQ(talk("http://127.0.0.1:1/ws").error().code, "ConnectionRefused");
  EXPECT_FALSE(talk("nowhere"));
}

TEST(FaultOf, ReadsTheSpellingsOfJsonServices) {
  const std::string code = R"({"__type":"com.amazonaws.ecs#ClientException:http://x/",)";
  EXPECT_EQ(fault_of(400, code + R"("message":"m"})"), (Fault{"ClientException", "m", 400, {}}));
  EXPECT_EQ(fault_of(500, R"({"__type":"ServerException","Message":"M"})"),
            (Fault{"ServerException", "M", 500, {}}));
  EXPECT_EQ(fault_of(400, R"({"__type":"X"})").code, "X");
  for (const char* other : {"", "<html>", "[]", R"({"__type":7})"}) {
    const Fault fault = fault_of(502, other);
    EXPECT_EQ(fault.code, "UnknownError") << other;
    EXPECT_EQ(fault.http_status, 502);
    EXPECT_EQ(fault.message, "the answer has status 502");
  }
}

}  // namespace
}  // namespace berth::client
