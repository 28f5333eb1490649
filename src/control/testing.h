// What tests of agents' channels stand on: a control plane's sessions behind a real server, a
// cluster with an instance, and an agent that does what the test says.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "acs/message.h"
#include "control/agent_sessions.h"
#include "crypto/random.h"
#include "net/http_client.h"
#include "net/testing.h"
#include "services/authorizer_of_store.h"
#include "services/ecs/testing.h"

namespace berth::control {

/// A clock that stands until it is set, for tests with several threads.
class SharedClock final : public Clock {
 public:
  explicit SharedClock(TimePoint now) : now_ms_(to_epoch_ms(now)) {}
  TimePoint now() const override { return from_epoch_ms(now_ms_.load()); }
  void advance(std::chrono::milliseconds by) { now_ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_ms_;
};

/// One end of a channel, as an agent holds it. The test's thread waits in each call.
class FakeAgent {
 public:
  FakeAgent(net::Runtime& runtime, const std::string& url) : runtime_(runtime) {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      client_.emplace(runtime_.main_context(), net::Origin::parse(url).value());
      net::HttpRequest request;
      request.target = "/ws";
      auto opened = co_await client_->connect_web_socket(std::move(request), kPatience);
      if (opened) {
        socket_ = std::move(*opened);
      } else {
        refusal_ = opened.error().message;
      }
    });
  }
  ~FakeAgent() { leave(); }
  FakeAgent(const FakeAgent&) = delete;
  FakeAgent& operator=(const FakeAgent&) = delete;

  /// Status and body where the upgrade was refused.
  const std::string& refusal() const { return refusal_; }

  void leave() {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      if (socket_) socket_->abort();
      socket_.reset();
      client_.reset();
      co_return;
    });
  }

  /// The next frame, or a fault once the channel is closed.
  Result<std::string> read() {
    return net::test_support::run<Result<std::string>>(
        runtime_, [&]() -> net::Task<Result<std::string>> { return socket_->read(kPatience); });
  }
  void write(std::string frame) {
    const auto sent = net::test_support::run<Result<void>>(
        runtime_, [&]() -> net::Task<Result<void>> { return socket_->write(std::move(frame)); });
    EXPECT_TRUE(sent) << sent.error().message;
  }

  /// The next message of this kind; those of other kinds before it are passed over.
  template <class Message>
  Message next() {
    for (int frames = 0; frames < 100; ++frames) {
      const auto frame = read();
      if (!frame) {
        ADD_FAILURE() << "the channel ended: " << frame.error().message;
        return {};
      }
      const auto envelope = acs::parse_envelope(*frame);
      if (envelope && acs::is_message<Message>(*envelope)) {
        return acs::decode_message<Message>(*envelope).value();
      }
    }
    ADD_FAILURE() << "no such message among 100";
    return {};
  }
  void acknowledge(const std::optional<std::string>& message_id) {
    aws::acs::AckRequest ack;
    ack.message_id = message_id;
    write(acs::encode_message(ack));
  }
  /// True once the channel is closed; frames before that are passed over.
  bool ends() {
    for (int frames = 0; frames < 100; ++frames) {
      const auto frame = read();
      if (!frame) return frame.error().code != "Timeout";
    }
    return false;
  }

 private:
  static constexpr std::chrono::milliseconds kPatience{5000};

  net::Runtime& runtime_;
  std::optional<net::HttpClient> client_;
  std::optional<net::WebSocket> socket_;
  std::string refusal_;
};

class ControlTest : public services::ecs::EcsTest {
 protected:
  void SetUp() override {
    EcsTest::SetUp();
    instance_ = add_instance(R"([{"name":"com.amazonaws.ecs.capability.task-iam-role"}])");
    connection_.region = "us-west-2";
    connection_.cluster = "default";
    connection_.container_instance = instance_;
    connection_.protocol_version = 2;
    ASSERT_TRUE(sessions().start(server_.runtime().main_context()));
    connect(instance_, true);  // for placement: start() has found no agent
  }
  void TearDown() override {
    sessions().stop();
    server_.server().stop(std::chrono::seconds(5));
    sessions_.reset();
  }

  AgentSessions& sessions() {
    if (!sessions_) sessions_ = std::make_unique<AgentSessions>(parts_);
    return *sessions_;
  }
  /// An agent whose upgrade request says what `connection_` says.
  std::unique_ptr<FakeAgent> open() {
    return std::make_unique<FakeAgent>(server_.runtime(), server_.url());
  }
  /// Tells the sessions what the operations since the last call have changed.
  void commit() { sessions().committed(std::exchange(effects_, {})); }
  /// Makes the session look at the clock.
  void wake() {
    services::Effects effects;
    effects.instances_changed.emplace_back(instance_);
    sessions().committed(effects);
  }
  store::TaskRecord record(const std::string& arn) {
    std::optional<store::TaskRecord> found;
    EXPECT_TRUE(in_context([&](services::Context& context) -> Result<void> {
      found = store::find_task_by_arn(context.tx, arn);
      return {};
    }));
    return found.value_or(store::TaskRecord());
  }
  /// Waits for what another thread writes.
  template <class Condition>
  bool comes_true(Condition condition) {
    for (int i = 0; i < 1000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  std::string instance_;
  gateway::AgentConnection connection_;
  SharedClock shared_clock_{clock_.now()};
  crypto::SystemRandom system_random_;
  std::unique_ptr<services::Authorizer> decider_ =
      services::make_authorizer(account_, services::IamMode::kEnforce, {});
  AgentSessionsParts parts_{
      SessionParts{*store_, shared_clock_,
                   CredentialsParts{account_, *decider_, tokens_, settings_, system_random_}}};
  std::unique_ptr<AgentSessions> sessions_;
  net::test_support::TestServer server_{
      [this](net::HttpRequest) -> net::Task<net::HttpAnswer> { co_return answer(); }};

 private:
  net::HttpAnswer answer() {
    auto upgrade = sessions().open(caller_, connection_);
    if (upgrade) return std::move(*upgrade);
    net::HttpResponse refusal;
    refusal.status = upgrade.error().http_status;
    refusal.body = upgrade.error().code;
    return refusal;
  }
};

}  // namespace berth::control
