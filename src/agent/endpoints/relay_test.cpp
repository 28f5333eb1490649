// What the relay admits and how it hands that on.
#include "agent/endpoints/relay.h"

#include <chrono>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/relay_assertion.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

net::HttpRequest call() {
  net::HttpRequest request;
  request.method = "POST";
  request.target = "/";
  request.headers = {{"Host", "ecs.us-west-2.amazonaws.com"},
                     {"Authorization", "AWS4-HMAC-SHA256 Credential=x, Signature=y"},
                     {"X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListTasks"}};
  request.body = "{}";
  request.peer.address = "172.17.0.5";
  request.peer.tls = true;
  request.peer.server_name = "ecs.us-west-2.amazonaws.com";
  return request;
}

std::string refused(const net::HttpRequest& request) {
  const auto admitted = admit(request);
  return admitted ? "" : admitted.error().code;
}

TEST(RelayAdmits, CallsOfServedNames) {
  EXPECT_EQ(refused(call()), "");
  auto request = call();
  request.method = "GET";
  request.target = "/?Action=GetCallerIdentity&Version=2011-06-15";
  request.headers[0].second = "STS.amazonaws.com:443";
  request.peer.server_name = "sts.amazonaws.com";
  EXPECT_EQ(refused(request), "");
}

TEST(RelayAdmits, NothingElseOfTheControlPlanesPort) {
  for (const char* target : {"/console/", "/_berth/reset", "/metrics", "/health", "/ws", "//", "",
                             "https://ecs.us-west-2.amazonaws.com/", "/%2e", "*"}) {
    auto request = call();
    request.target = target;
    EXPECT_EQ(refused(request), "NotFound") << target;
  }
  auto upgrade = call();
  upgrade.headers.emplace_back("upgrade", "websocket");
  EXPECT_EQ(refused(upgrade), "NotFound");
  auto put = call();
  put.method = "PUT";
  EXPECT_EQ(refused(put), "NotFound");
}

TEST(RelayAdmits, OnlyTheNameOfTheHandshake) {
  for (const char* host : {"localhost", "169.254.170.2", "s3.amazonaws.com", "",
                           "ecs.us-east-1.amazonaws.com", "ecs.us-west-2.amazonaws.com:80"}) {
    auto request = call();
    request.headers[0].second = host;
    EXPECT_EQ(refused(request), "MisdirectedRequest") << host;
  }
  auto two = call();
  two.headers.emplace_back("host", "ecs.us-west-2.amazonaws.com");
  EXPECT_EQ(refused(two), "MisdirectedRequest");
  auto none = call();
  none.peer.server_name.clear();
  EXPECT_EQ(refused(none), "MisdirectedRequest");
}

TEST(RelayAdmits, NobodyWhoSpeaksAsARelay) {
  auto request = call();
  request.headers.emplace_back("X-Berth-Relay-Source", "10.0.0.1");
  EXPECT_EQ(refused(request), "InvalidRequest");
}

class RelayTest : public testing::Test {
 protected:
  RelayTest()
      : control_plane_(runtime_.contexts(), {},
                       [this](net::HttpRequest request) { return answer(std::move(request)); }) {
    const auto port = control_plane_.listen("127.0.0.1", 0).value();
    RelayOptions options;
    options.control_plane = *net::Origin::parse("http://127.0.0.1:" + std::to_string(port));
    options.credentials = [this]() -> net::Task<Result<aws::sigv4::Credentials>> {
      co_return credentials_;
    };
    options.container_instance_arn = [this] { return arn_; };
    options.clock = &clock_;
    relay_.emplace(runtime_.main_context(), options);
  }
  ~RelayTest() override {
    control_plane_.stop(std::chrono::milliseconds(0));
    relay_.reset();
    runtime_.stop();
  }

  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    seen_ = std::move(request);
    net::HttpResponse response;
    response.status = 418;
    response.headers = {{"x-amzn-RequestId", "r"}, {"Keep-Alive", "timeout=5"}};
    response.body = "the control plane's";
    co_return response;
  }
  net::HttpResponse send(net::HttpRequest request) {
    net::HttpAnswer result;
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      result = co_await relay_->handle(std::move(request));
    });
    return std::get<net::HttpResponse>(result);
  }

  net::Runtime runtime_{1};
  ManualClock clock_{from_epoch_ms(1'795'000'000'000)};
  aws::sigv4::Credentials credentials_{"ASIAINSTANCE", Secret("secret"), Secret("token")};
  std::string arn_ = "arn:aws:ecs:us-west-2:123456789012:container-instance/default/abc";
  std::optional<net::HttpRequest> seen_;
  net::HttpServer control_plane_;
  std::optional<Relay> relay_;
};

TEST_F(RelayTest, HandsOnAsItIsAndVouches) {
  auto request = call();
  request.headers.emplace_back("Connection", "keep-alive");
  const auto response = send(request);
  EXPECT_EQ(response.status, 418);
  EXPECT_EQ(response.body, "the control plane's");
  EXPECT_EQ(response.header("x-amzn-requestid"), "r");
  EXPECT_FALSE(response.header("Keep-Alive"));
  ASSERT_TRUE(seen_);
  EXPECT_EQ(seen_->body, "{}");
  EXPECT_EQ(seen_->header("Host"), "ecs.us-west-2.amazonaws.com");
  EXPECT_EQ(seen_->header("Authorization"), request.header("Authorization"));

  const auto assertion = aws::parse_relay_assertion(seen_->headers);
  ASSERT_TRUE(assertion);
  ASSERT_TRUE(*assertion) << assertion->error().message;
  EXPECT_EQ((*assertion)->facts.source_address, "172.17.0.5");
  EXPECT_EQ((*assertion)->facts.container_instance_arn, arn_);
  const aws::sigv4::SignedRequest arrived{seen_->method, seen_->target, seen_->headers,
                                          seen_->body};
  EXPECT_TRUE(aws::verify_relay_assertion(**assertion, arrived, credentials_.secret_access_key,
                                          clock_.now()));
}

TEST_F(RelayTest, RefusesBeforeTheControlPlaneSeesIt) {
  auto request = call();
  request.target = "/_berth/reset";
  const auto response = send(request);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, R"({"__type":"NotFound","message":"Only API calls are served here"})");
  EXPECT_FALSE(seen_);
}

TEST_F(RelayTest, SaysWhenItCannot) {
  arn_.clear();
  EXPECT_EQ(send(call()).status, 503);
  arn_ = "arn:aws:ecs:us-west-2:123456789012:container-instance/default/abc";
  control_plane_.stop(std::chrono::milliseconds(0));
  EXPECT_EQ(send(call()).status, 503);
  EXPECT_FALSE(seen_);
}

}  // namespace
}  // namespace berth::agent
