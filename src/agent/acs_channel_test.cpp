// The agent's end of the command channel against a stand-in control plane in raw JSON.
#include "agent/acs_channel.h"

#include <atomic>

#include <gmock/gmock.h>

#include "agent/docker/fake_engine.h"
#include "agent/engine_run.h"
#include "agent/eventually.h"
#include "agent/fake_control_plane.h"
#include "agent/instance.h"
#include "aws/sigv4/parse.h"
#include "aws/sigv4/verify.h"

namespace berth::agent {
namespace {

using test_support::eventually;
using test_support::kInstanceArn;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class AcsChannelTest : public ::testing::Test {
 protected:
  AcsChannelTest() : run_(engine_parts(), "") {
    settings_.backend_host = plane_.url();
    settings_.region = "us-west-2";
    keys_.keys.access_key_id = "ASIATEST";
    keys_.keys.secret_access_key = Secret("secret");
    keys_.keys.session_token = Secret("token");
    instance_ =
        Instance::make({run_.context(), settings_,
                        [this]() -> net::Task<Result<client::SessionKeys>> { co_return keys_; },
                        clock_, state_, [] { return Result<void>(); }})
            .value();
    channel_ = std::make_unique<AcsChannel>(channel_parts());
  }
  ~AcsChannelTest() override {
    stop();
    run_.die();
  }

  test_support::EngineRunParts engine_parts() {
    return {settings_, docker_.origin(),
            [this](std::string) -> Result<void> {
              if (saves_fail_) return fail(server_fault("IoError", "the disk is full"));
              return {};
            },
            [this](aws::ecs::SubmitTaskStateChangeRequest report) -> net::Task<Result<void>> {
              auto sent =
                  co_await instance_->control_plane().call<aws::ecs::ops::SubmitTaskStateChange>(
                      std::move(report));
              if (!sent) co_return fail(sent.error());
              co_return Result<void>();
            },
            [](aws::ecs::SubmitContainerStateChangeRequest) -> net::Task<Result<void>> {
              co_return Result<void>();
            }};
  }

  AcsChannelParts channel_parts() {
    return {run_.context(),
            instance_->control_plane(),
            run_.engine(),
            clock_,
            run_.random(),
            [this] {
              return ChannelIdentity{"default", state_.container_instance_arn, "0.1.0", "20.10.24"};
            },
            [this](std::int64_t seq_num) { seq_num_ = seq_num; },
            [this] { return instance_->register_with(InstanceFacts()); },
            [this] { ++connected_; }};
  }

  /// Registers and opens the channel, as an agent does.
  void join() {
    run_.on_context([this] { return net::spawn(run_.context(), join_and_run()), 0; });
  }
  void join_and_open() {
    join();
    ASSERT_TRUE(plane_.opens(1));
  }
  net::Task<void> join_and_run() {
    auto registered = co_await instance_->register_with(InstanceFacts());
    EXPECT_TRUE(registered);
    co_await channel_->run();
    ended_ = true;
  }
  void stop() {
    run_.on_context([this] {
      channel_->stop();
      run_.reporter().stop();
      return 0;
    });
  }

  static std::string payload(const std::string& message_id, const std::string& arn,
                             const std::string& more = "") {
    return R"({"type":"PayloadMessage","message":{"messageId":")" + message_id +
           R"(","clusterArn":"default","containerInstanceArn":")" + kInstanceArn +
           R"(","generatedAt":1760000000000,"seqNum":42,"tasks":[{"arn":")" + arn +
           R"(","family":"web","version":"1","desiredStatus":"RUNNING","overrides":"{}",)" +
           R"("containers":[{"name":"app","image":"busybox","essential":true,"entryPoint":null}])" +
           more + "}]}}";
  }
  static std::string manifest(const std::string& tasks) {
    return R"({"type":"TaskManifestMessage","message":{"messageId":"m-manifest","clusterArn":)"
           R"("arn:cluster","containerInstanceArn":"i","generatedAt":1,"timeline":1,"tasks":[)" +
           tasks + "]}}";
  }
  /// Whether the agent answers a heartbeat next: it has said nothing else meanwhile.
  ::testing::AssertionResult says_nothing_but_heartbeats() {
    plane_.send(R"({"type":"HeartbeatMessage","message":{"healthy":true,"messageId":"beat"}})");
    const auto frame = plane_.next_frame();
    if (frame == R"({"type":"HeartbeatAckRequest","message":{"messageId":"beat"}})") {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << frame;
  }
  std::string take(const std::string& arn) {
    plane_.send(payload("m-" + arn, arn));
    return plane_.next_frame();
  }

  test_support::FakeEngine docker_;
  test_support::FakeControlPlane plane_;
  Settings settings_;
  SystemClock clock_;
  AgentState state_;
  client::SessionKeys keys_;
  std::atomic<bool> saves_fail_ = false;
  std::atomic<std::int64_t> seq_num_ = 0;
  std::atomic<int> connected_ = 0;
  std::atomic<bool> ended_ = false;
  test_support::EngineRun run_;
  std::unique_ptr<Instance> instance_;
  std::unique_ptr<AcsChannel> channel_;
};

/// "AckRequest" with the message's id, from this instance.
auto is_ack(const std::string& message_id) {
  return AllOf(StartsWith(R"({"type":"AckRequest",)"), HasSubstr(R"("cluster":"default")"),
               HasSubstr(std::string(R"("containerInstance":")") + kInstanceArn + '"'),
               HasSubstr(R"("messageId":")" + message_id + '"'));
}
auto is_credentials_ack(const std::string& message_id, const std::string& credentials_id) {
  return AllOf(StartsWith(R"({"type":"IAMRoleCredentialsAckRequest",)"),
               HasSubstr(R"("messageId":")" + message_id + '"'),
               HasSubstr(R"("credentialsId":")" + credentials_id + '"'),
               HasSubstr(R"("expiration":"2026-11-24T08:44:11Z")"));
}
std::string credentials(const std::string& id, const std::string& key) {
  return R"({"credentialsId":")" + id + R"(","roleArn":"arn:role","accessKeyId":")" + key +
         R"(","secretAccessKey":"s","sessionToken":"t","expiration":"2026-11-24T08:44:11Z"})";
}

TEST_F(AcsChannelTest, RegistersAndOpensASignedChannel) {
  join_and_open();
  EXPECT_THAT(plane_.order(),
              ElementsAre("RegisterContainerInstance", "DiscoverPollEndpoint", "ws"));
  EXPECT_THAT(plane_.calls("DiscoverPollEndpoint").front(),
              AllOf(HasSubstr(R"("cluster":"default")"), HasSubstr(kInstanceArn)));
  const net::HttpRequest upgrade = plane_.upgrades().front();
  EXPECT_EQ(upgrade.target,
            "/ws?agentHash=berth&agentVersion=0.1.0&clusterArn=default&containerInstanceArn="
            "arn%3Aaws%3Aecs%3Aus-west-2%3A123456789012%3Acontainer-instance%2Fdefault%2Fi1"
            "&dockerVersion=DockerVersion%3A%2020.10.24&protocolVersion=2&sendCredentials=true"
            "&seqNum=1");
  EXPECT_EQ(upgrade.header("Sec-WebSocket-Version"), "13");
  EXPECT_EQ(upgrade.header("X-Amz-Security-Token"), "token");
  const aws::sigv4::SignedRequest as_sent{upgrade.method, upgrade.target, upgrade.headers,
                                          upgrade.body};
  const auto signature = aws::sigv4::parse_signature(as_sent);
  ASSERT_TRUE(signature) << signature.error().message;
  EXPECT_EQ(signature->access_key_id, "ASIATEST");
  EXPECT_EQ(signature->service, "ecs");
  EXPECT_EQ(signature->region, "us-west-2");
  const auto verified =
      aws::sigv4::Verifier().verify(as_sent, *signature, Secret("secret"), clock_.now());
  EXPECT_TRUE(verified) << verified.error().message;
}

TEST_F(AcsChannelTest, AnswersHeartbeats) {
  join_and_open();
  EXPECT_TRUE(says_nothing_but_heartbeats());
}

TEST_F(AcsChannelTest, AcknowledgesCredentialsBeforeTheirPayloadAndRunsTheTask) {
  join_and_open();
  plane_.send(payload("m1", "t",
                      R"(,"roleCredentials":)" + credentials("role-id", "k1") +
                          R"(,"executionRoleCredentials":)" + credentials("execution-id", "k2")));
  EXPECT_THAT(plane_.next_frame(), is_credentials_ack("m1", "role-id"));
  EXPECT_THAT(plane_.next_frame(), is_credentials_ack("m1", "execution-id"));
  EXPECT_THAT(plane_.next_frame(), is_ack("m1"));
  EXPECT_EQ(seq_num_, 42);
  EXPECT_TRUE(run_.credentials().find("role-id")->body);
  EXPECT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  EXPECT_TRUE(eventually([&] { return !plane_.calls("SubmitTaskStateChange").empty(); }));
  EXPECT_THAT(plane_.calls("SubmitTaskStateChange").front(),
              AllOf(HasSubstr(R"("task":"t")"), HasSubstr(R"("status":"RUNNING")"),
                    HasSubstr(docker_.container("app")->id)));
}

TEST_F(AcsChannelTest, APayloadSentAgainIsAcknowledgedAgainAndStartsNothing) {
  join_and_open();
  EXPECT_THAT(take("t"), is_ack("m-t"));
  EXPECT_THAT(take("t"), is_ack("m-t"));
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  EXPECT_EQ(docker_.count("create app"), 1u);
}

TEST_F(AcsChannelTest, APayloadThatCannotBeKeptIsNotAcknowledged) {
  join_and_open();
  saves_fail_ = true;
  plane_.send(payload("m1", "t"));
  EXPECT_TRUE(says_nothing_but_heartbeats());
  EXPECT_EQ(seq_num_, 0);
  saves_fail_ = false;
  EXPECT_THAT(take("t"), is_ack("m-t"));
}

TEST_F(AcsChannelTest, APayloadStopsATask) {
  join_and_open();
  EXPECT_THAT(take("t"), is_ack("m-t"));
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  plane_.send(R"({"type":"PayloadMessage","message":{"messageId":"m2","tasks":[{"arn":"t",)"
              R"("desiredStatus":"STOPPED"}]}})");
  EXPECT_THAT(plane_.next_frame(), is_ack("m2"));
  EXPECT_TRUE(eventually([&] { return plane_.calls("SubmitTaskStateChange").size() == 2; }));
  EXPECT_THAT(plane_.calls("SubmitTaskStateChange").back(),
              AllOf(HasSubstr(R"("status":"STOPPED")"), HasSubstr(R"("exitCode":143)")));
}

TEST_F(AcsChannelTest, RenewsCredentialsOfTasksThatItHas) {
  join_and_open();
  EXPECT_THAT(take("t"), is_ack("m-t"));
  const auto rotation = [](const std::string& arn) {
    return R"({"type":"IAMRoleCredentialsMessage","message":{"messageId":"m2","taskArn":")" + arn +
           R"(","roleType":"TaskApplication","roleCredentials":)" + credentials("c", "k9") + "}}";
  };
  plane_.send(rotation("t"));
  EXPECT_THAT(plane_.next_frame(), is_credentials_ack("m2", "c"));
  EXPECT_THAT(std::string(run_.credentials().find("c")->body->reveal()), HasSubstr("k9"));
  plane_.send(rotation("other"));
  EXPECT_TRUE(says_nothing_but_heartbeats());
}

TEST_F(AcsChannelTest, AsksAboutTasksThatTheManifestHasNotAndStopsThem) {
  join_and_open();
  EXPECT_THAT(take("t"), is_ack("m-t"));
  ASSERT_TRUE(eventually([&] { return docker_.status("app") == "running"; }));
  plane_.send(manifest(R"({"taskArn":"u","desiredStatus":"RUNNING"})"));
  EXPECT_THAT(plane_.next_frame(), is_ack("m-manifest"));
  const auto question = plane_.next_frame();
  EXPECT_THAT(question, AllOf(StartsWith(R"({"type":"TaskStopVerificationMessage",)"),
                              HasSubstr(R"("messageId":")"), HasSubstr(R"("taskArn":"t")"),
                              HasSubstr(R"("taskClusterArn":"arn:cluster")"),
                              HasSubstr(R"("desiredStatus":"STOPPED")"), Not(HasSubstr(R"("u")"))));
  EXPECT_EQ(connected_, 1);
  EXPECT_EQ(docker_.status("app"), "running");
  plane_.send(R"({"type":"TaskStopVerificationAck","message":{"messageId":"m3","generatedAt":1,)"
              R"("stopTasks":[{"taskArn":"t","desiredStatus":"STOPPED"}]}})");
  EXPECT_TRUE(eventually([&] { return docker_.status("app") == "exited"; }));
}

TEST_F(AcsChannelTest, AsksNothingWhereTheManifestHasEveryTask) {
  join_and_open();
  EXPECT_THAT(take("t"), is_ack("m-t"));
  plane_.send(manifest(R"({"taskArn":"t","desiredStatus":"RUNNING"})"));
  EXPECT_THAT(plane_.next_frame(), is_ack("m-manifest"));
  EXPECT_TRUE(says_nothing_but_heartbeats());
}

TEST_F(AcsChannelTest, RefusesToUpdateItself) {
  join_and_open();
  plane_.send(R"({"type":"PerformUpdateMessage","message":{"messageId":"m1","clusterArn":"c"}})");
  EXPECT_THAT(plane_.next_frame(),
              AllOf(StartsWith(R"({"type":"NackRequest",)"), HasSubstr(R"("messageId":"m1")"),
                    HasSubstr(kInstanceArn), HasSubstr("does not update itself")));
}

TEST_F(AcsChannelTest, PassesOverWhatItDoesNotKnow) {
  join_and_open();
  for (const char* frame : {"nonsense", "{}", R"({"type":"NewMessage","message":{}})",
                            R"({"type":"PayloadMessage","message":{"messageId":7}})",
                            R"({"type":"PayloadMessage","message":{"tasks":[]}})",
                            R"({"type":"ErrorMessage","message":{"message":"oh"}})"}) {
    plane_.send(frame);
  }
  EXPECT_TRUE(says_nothing_but_heartbeats());
  EXPECT_EQ(plane_.upgrades().size(), 1u);
}

TEST_F(AcsChannelTest, OpensAgainAndAsksForCredentialsUntilItWasToldEverything) {
  join_and_open();
  plane_.close();
  ASSERT_TRUE(plane_.opens(2));
  plane_.send(manifest(""));
  EXPECT_THAT(plane_.next_frame(), is_ack("m-manifest"));
  plane_.drop();
  ASSERT_TRUE(plane_.opens(3));
  EXPECT_TRUE(says_nothing_but_heartbeats());
  const auto upgrades = plane_.upgrades();
  ASSERT_EQ(upgrades.size(), 3u);
  EXPECT_THAT(upgrades[0].target, HasSubstr("&sendCredentials=true&"));
  EXPECT_THAT(upgrades[1].target, HasSubstr("&sendCredentials=true&"));
  EXPECT_THAT(upgrades[2].target, HasSubstr("&sendCredentials=false&"));
  EXPECT_EQ(plane_.calls("RegisterContainerInstance").size(), 1u);
  EXPECT_EQ(plane_.calls("DiscoverPollEndpoint").size(), 3u);
}

TEST_F(AcsChannelTest, OpensAgainWhereItIsToldToClose) {
  join_and_open();
  plane_.send(R"({"type":"CloseMessage","message":{"message":"bye"}})");
  EXPECT_TRUE(plane_.opens(2));
}

TEST_F(AcsChannelTest, TriesAgainWhereTheControlPlaneIsBusy) {
  plane_.answer_once("DiscoverPollEndpoint", 500, R"({"__type":"ServerException","message":"b"})");
  plane_.answer_once("ws", 503, "busy");
  join_and_open();
  EXPECT_EQ(plane_.upgrades().size(), 2u);
  EXPECT_EQ(plane_.calls("RegisterContainerInstance").size(), 1u);
}

TEST_F(AcsChannelTest, RegistersAgainWhereItIsNotKnown) {
  plane_.answer_once("ws", 400, R"({"__type":"InvalidInstanceException","message":"who?"})");
  join_and_open();
  EXPECT_THAT(plane_.order(),
              ElementsAre("RegisterContainerInstance", "DiscoverPollEndpoint", "ws",
                          "RegisterContainerInstance", "DiscoverPollEndpoint", "ws"));
  EXPECT_THAT(plane_.calls("RegisterContainerInstance").back(), HasSubstr(kInstanceArn));
}

TEST_F(AcsChannelTest, KeepsAwayOnceItWasTakenOff) {
  plane_.answer_once("ws", 400, R"({"__type":"InactiveInstanceException","message":"off"})");
  join();
  ASSERT_TRUE(eventually([&] { return plane_.upgrades().size() == 1; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(600));  // longer than the first wait
  EXPECT_EQ(plane_.upgrades().size(), 1u);
  EXPECT_EQ(plane_.calls("RegisterContainerInstance").size(), 1u);
  run_.on_context([this] { return channel_->reconnect(), 0; });
  EXPECT_TRUE(plane_.opens(1));
}

TEST_F(AcsChannelTest, EndsWhenItIsStopped) {
  join_and_open();
  stop();
  EXPECT_TRUE(eventually([&] { return ended_.load(); }));
  EXPECT_EQ(plane_.upgrades().size(), 1u);
}

}  // namespace
}  // namespace berth::agent
