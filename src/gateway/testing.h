// What tests of the gateway stand on: production's parts over a store of their own, a clock that
// stands, and requests signed as clients sign them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "aws/sigv4/sign.h"
#include "base/clock.h"
#include "base/random.h"
#include "gateway/call.h"
#include "gateway/gateway.h"
#include "net/runtime.h"
#include "net/testing.h"
#include "services/authorizer_of_store.h"
#include "services/credential_finder.h"
#include "services/principals.h"
#include "services/session_tokens_sealed.h"
#include "store/iam/roles.h"
#include "store/iam/users.h"
#include "store/testing.h"

namespace berth::gateway {

/// Notes who opens what, or refuses.
class NotingChannel final : public AgentChannel {
 public:
  Result<net::WebSocketUpgrade> open(const services::Caller& caller,
                                     const AgentConnection& connection) override {
    callers.push_back(caller);
    connections.push_back(connection);
    if (refusal) return fail(*refusal);
    net::WebSocketUpgrade upgrade;
    upgrade.serve = [](net::WebSocket socket) -> net::Task<void> { co_await socket.close(); };
    return upgrade;
  }

  std::vector<services::Caller> callers;
  std::vector<AgentConnection> connections;
  std::optional<Fault> refusal;
};

class GatewayTest : public testing::Test {
 protected:
  static constexpr const char* kAccount = "123456789012";
  static constexpr const char* kEcs = "AmazonEC2ContainerServiceV20141113.";
  static constexpr const char* kLogs = "Logs_20140328.";

  GatewayTest() {
    parts_.committed = [this](const services::Effects& effects) { committed_.push_back(effects); };
    parts_.reset = [this]() -> net::Task<Result<void>> {
      ++resets_;
      co_return Result<void>();
    };
    parts_.allow_reset = true;
    parts_.ready = [this] { return ready_; };
    parts_.health = [] { return std::string(R"({"status":"ok"})"); };
  }

  /// A JSON request of the service that `target` names ("AmazonEC2ContainerService….ListClusters").
  static net::HttpRequest json(const std::string& target, const std::string& body) {
    net::HttpRequest request;
    request.method = "POST";
    request.headers = {{"Host", "127.0.0.1:4566"},
                       {"Content-Type", "application/x-amz-json-1.1"},
                       {"X-Amz-Target", target}};
    request.body = body;
    request.peer.address = "127.0.0.1";
    return request;
  }
  /// A Query request: "Action=…&Version=…".
  static net::HttpRequest form(const std::string& body) {
    net::HttpRequest request;
    request.method = "POST";
    request.headers = {{"Host", "127.0.0.1:4566"},
                       {"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
    request.body = body;
    request.peer.address = "127.0.0.1";
    return request;
  }

  aws::sigv4::Credentials root() const { return {kRootKey, Secret("root-secret"), Secret()}; }

  net::HttpRequest sign(net::HttpRequest request, const std::string& service,
                        const std::optional<aws::sigv4::Credentials>& with = {},
                        const std::string& region = "us-west-2") const {
    aws::sigv4::UnsignedRequest unsigned_request{request.method, request.target, request.headers,
                                                 request.body};
    aws::sigv4::sign(unsigned_request, with ? *with : root(), {region, service}, clock_.now());
    request.headers = std::move(unsigned_request.headers);
    return request;
  }

  /// A role `name` that ECS may assume, and credentials of a session of it.
  aws::sigv4::Credentials role_session(const std::string& name, const std::string& session = "s1") {
    services::SessionCredentials made;
    const auto done = store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      auto role = store::find_role(tx, name);
      if (!role) {
        role.emplace();
        role->id = "AROA" + random_base32(random_, 17);
        role->name = name;
        role->trust_policy =
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
            R"({"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
        store::insert_role(tx, *role);
      }
      services::SessionFacts facts;
      facts.role_unique_id = role->id;
      facts.issued_at = clock_.now();
      facts.expires_at = clock_.now() + std::chrono::hours(1);
      made =
          tokens_.issue(services::role_session_principal(account_, *role, session), facts, random_);
      return {};
    });
    EXPECT_TRUE(done);
    return {made.access_key_id.str(), made.secret_access_key, made.session_token};
  }

  /// The whole way; nothing where the answer is an upgrade.
  std::optional<net::HttpResponse> send(net::HttpRequest request) {
    auto answer = net::test_support::run<net::HttpAnswer>(
        runtime_, [&]() -> net::Task<net::HttpAnswer> { return gateway().handler()(request); });
    if (auto* response = std::get_if<net::HttpResponse>(&answer)) return std::move(*response);
    return std::nullopt;
  }
  /// "status body" of the answer.
  std::string ask(net::HttpRequest request) {
    const auto response = send(std::move(request));
    return response ? std::to_string(response->status) + " " + response->body : "upgrade";
  }

  Gateway& gateway() {
    if (!gateway_) gateway_ = std::make_unique<Gateway>(parts_);
    return *gateway_;
  }
  Call make_call(const net::HttpRequest& request) {
    Call call{request, "11111111-2222-4333-8444-555555555555", clock_.now()};
    return call;
  }

  static constexpr const char* kRootKey = "AKIAROOT000000000000";

  net::Runtime runtime_{1};
  store::TemporaryStore store_;
  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  SeededRandom random_{7};
  AccountId account_{kAccount};
  services::SealedSessionTokens tokens_{Secret(std::string(32, 'k')), AccountId(kAccount)};
  std::unique_ptr<services::CredentialFinder> finder_ = services::make_credential_finder(
      *store_, tokens_, account_, services::RootKey{AccessKeyId(kRootKey), Secret("root-secret")});
  std::unique_ptr<services::Authorizer> authorizer_ =
      services::make_authorizer(account_, services::IamMode::kEnforce, {});
  NotingChannel agents_;
  Metrics metrics_;
  aws::sigv4::Verifier verifier_;
  std::vector<services::Effects> committed_;
  int resets_ = 0;
  bool ready_ = true;
  GatewayParts parts_{
      *store_,  clock_,       random_,  account_,
      *finder_, *authorizer_, tokens_,  services::ServiceSettings{"http://127.0.0.1:4566"},
      agents_,  metrics_,     verifier_};
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace berth::gateway
