// Decisions on their way from a request into the store.
#include "services/decision_log.h"

#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "aws/models/berth.h"
#include "iam/policy.h"
#include "store/ecs/tasks.h"
#include "store/iam/uses.h"
#include "store/testing.h"

namespace berth::services {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kDecidedRole = "arn:aws:iam::123456789012:role/team/web";
constexpr const char* kTaskId = "0123456789abcdef0123456789abcdef";

berth::iam::AttachedPolicy list_only() {
  const char* const text =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:List*",)"
      R"("Resource":"*"}})";
  return {berth::iam::parse_policy(text, berth::iam::PolicyKind::kIdentity).value(), "list", false};
}

/// Each on a resource of its own: those that are alike share a record.
MadeDecision made(const std::string& request_id, const std::string& action = "ecs:ListTasks") {
  static std::atomic<int> number{0};
  MadeDecision out;
  out.decided_at = from_epoch_ms(1'760'000'000'000);
  out.request_id = request_id;
  out.region = "us-west-2";
  out.access_key_id = "ASIAEXAMPLE";
  out.source_address = "10.0.0.7";
  out.request.principal = {berth::iam::Principal::Kind::kRoleSession,
                           std::string("arn:aws:sts::123456789012:assumed-role/web/") + kTaskId,
                           "123456789012",
                           kDecidedRole,
                           "AROAEXAMPLE",
                           std::string("AROAEXAMPLE:") + kTaskId};
  out.request.action = action;
  out.request.resource = "arn:aws:ecs:us-west-2:123456789012:x/" + std::to_string(++number);
  out.request.context.set("aws:SourceIp", "10.0.0.7");
  out.request.context.set("aws:TagKeys", std::vector<std::string>{"a", "b"});
  out.policies.identity = {list_only()};
  out.outcome = berth::iam::evaluate(out.request, out.policies).outcome;
  return out;
}

class DecisionLogTest : public testing::Test {
 protected:
  DecisionLog& log(DecisionLogOptions options = {}) {
    log_ = std::make_unique<DecisionLog>(*store_, clock_, std::move(options));
    return *log_;
  }
  static DecisionLogOptions by_hand() {
    DecisionLogOptions options;
    options.written_every = std::chrono::hours(1);
    return options;
  }
  std::vector<store::DecisionRecord> recorded(const std::string& request_id) {
    std::vector<store::DecisionRecord> out;
    EXPECT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      out = store::decisions_of_request(tx, request_id, 10'000);
      return {};
    }));
    return out;
  }

  store::TemporaryStore store_;
  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  std::unique_ptr<DecisionLog> log_;
};

TEST_F(DecisionLogTest, WhatIsHandedOverIsReadByTheNextWrite) {
  DecisionLog& log = this->log(by_hand());
  log.record(made("r1"));
  EXPECT_THAT(recorded("r1"), IsEmpty());
  log.hand_over();
  const auto found = recorded("r1");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].outcome, "ALLOWED");
  EXPECT_EQ(found[0].service, "ecs");
  EXPECT_EQ(found[0].role_arn, kDecidedRole);
  EXPECT_EQ(found[0].policy_name, "list");
  EXPECT_EQ(found[0].decided_by, "IDENTITY");
  EXPECT_EQ(found[0].explanation_json, "");
  EXPECT_EQ(found[0].context_json, R"({"aws:SourceIp":"10.0.0.7","aws:TagKeys":["a","b"]})");
}

TEST_F(DecisionLogTest, AllowedCallsThatAreAlikeShareARecord) {
  DecisionLog& log = this->log(by_hand());
  const MadeDecision one = made("aa-1");
  for (const char* id : {"aa-1", "aa-2", "aa-3"}) {
    MadeDecision again = one;
    again.request_id = id;
    again.request.context.set("aws:CurrentTime", id);
    log.record(std::move(again));
  }
  MadeDecision other = one;
  other.request_id = "bb-1";
  other.request.context.set("aws:SourceIp", "10.0.0.8");
  log.record(std::move(other));
  for (const char* id : {"cc-1", "cc-2"}) {
    MadeDecision denied = one;
    denied.request_id = id;
    denied.request.action = "ecs:RunTask";
    denied.outcome = berth::iam::Outcome::kImplicitlyDenied;
    log.record(std::move(denied));
  }
  log.hand_over();
  for (const char* id : {"aa-1", "aa-2", "aa-3"}) {
    ASSERT_EQ(recorded(id).size(), 1u) << id;
    EXPECT_EQ(recorded(id)[0].calls, 3);
  }
  EXPECT_EQ(recorded("bb-1").at(0).calls, 1);
  EXPECT_EQ(recorded("cc-2").at(0).request_id, "cc-2") << "each denial is a record of its own";
}

TEST_F(DecisionLogTest, ADenialIsExplainedByThePoliciesThatDecided) {
  DecisionLog& log = this->log(by_hand());
  log.record(made("r1", "ecs:RunTask"));
  log.hand_over();
  const auto found = recorded("r1");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].outcome, "IMPLICITLY_DENIED");
  EXPECT_EQ(found[0].policy_name, "");
  const auto explanation = aws::decode_json<aws::berth::Explanation>(found[0].explanation_json);
  ASSERT_TRUE(explanation);
  EXPECT_THAT(*explanation->message,
              HasSubstr("because no identity-based policy allows the ecs:RunTask action"));
  EXPECT_EQ(explanation->policies->at(0).verdict, "SILENT");
  const auto& failure = explanation->nearest_miss->failures->at(0);
  EXPECT_EQ(failure.element, "Action");
  EXPECT_THAT(*failure.wanted, ElementsAre("ecs:List*"));
  EXPECT_THAT(*failure.got, ElementsAre("ecs:RunTask"));
  EXPECT_THAT(explanation->changes->at(0).commands->at(0),
              HasSubstr("aws iam put-role-policy --role-name web"));
}

TEST_F(DecisionLogTest, TheTaskOfASessionIsFound) {
  store::TaskRecord task;
  task.account = "123456789012";
  task.region = "us-west-2";
  task.cluster = "default";
  task.task_id = kTaskId;
  task.task_role_arn = kDecidedRole;
  ASSERT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
    store::insert_task(tx, task);
    return {};
  }));
  DecisionLog& log = this->log(by_hand());
  log.record(made("r1"));
  log.hand_over();
  EXPECT_EQ(recorded("r1").at(0).task_arn, store::task_arn(task));
}

TEST_F(DecisionLogTest, WhatUsersAndRolesUseIsNotedRefusalsToo) {
  DecisionLog& log = this->log(by_hand());
  log.record(made("r1"));
  log.record(made("r2", "ecs:RunTask"));
  MadeDecision later = made("r3");
  later.decided_at += std::chrono::seconds(5);
  later.region = "eu-west-1";
  log.record(later);
  MadeDecision of_root = made("r4");
  of_root.request.principal.user_id = "123456789012";
  log.record(of_root);
  log.hand_over();
  std::vector<store::UseRecord> uses;
  std::vector<store::UseRecord> of_nobody;
  ASSERT_TRUE(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
    uses = store::list_uses(tx, "AROAEXAMPLE");
    of_nobody = store::list_uses(tx, "123456789012");
    return {};
  }));
  EXPECT_THAT(
      uses,
      ElementsAre(store::UseRecord{"AROAEXAMPLE", "ecs:ListTasks", 1'760'000'005'000, "eu-west-1"},
                  store::UseRecord{"AROAEXAMPLE", "ecs:RunTask", 1'760'000'000'000, "us-west-2"}));
  EXPECT_THAT(of_nobody, IsEmpty());
}

TEST_F(DecisionLogTest, AServicesDecisionBelongsToTheRole) {
  MadeDecision decision = made("r1", "sts:AssumeRole");
  decision.access_key_id.clear();
  decision.request.principal = {berth::iam::Principal::Kind::kService,
                                "ecs-tasks.amazonaws.com",
                                "",
                                "ecs-tasks.amazonaws.com",
                                "",
                                ""};
  decision.request.resource = kDecidedRole;
  decision.role_is_there = false;
  const store::DecisionRecord record = record_of(decision);
  EXPECT_EQ(record.role_arn, kDecidedRole);
  EXPECT_EQ(record.decided_by, "TRUST");
  EXPECT_THAT(record.explanation_json, HasSubstr("There is no role"));
}

TEST_F(DecisionLogTest, WritesByItselfAfterAWhileOrWhenEnoughWait) {
  DecisionLogOptions options;
  options.written_every = std::chrono::milliseconds(5);
  log(options).record(made("r1"));
  for (int i = 0; i < 1000 && recorded("r1").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(recorded("r1").size(), 1u);

  options = by_hand();
  options.written_at = 3;
  DecisionLog& full = log(options);
  for (int i = 0; i < 3; ++i) full.record(made("r2"));
  for (int i = 0; i < 1000 && recorded("r2").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(recorded("r2").size(), 3u);
}

TEST_F(DecisionLogTest, WhatWaitsAtTheEndIsWritten) {
  log(by_hand()).record(made("r1"));
  log_.reset();
  EXPECT_EQ(recorded("r1").size(), 1u);
}

TEST_F(DecisionLogTest, AFullQueueDropsAndCounts) {
  DecisionLogOptions options = by_hand();
  options.queue_max = 2;
  DecisionCounts told;
  options.counted = [&told](const DecisionCounts& counts) {
    told.allowed += counts.allowed;
    told.implicitly_denied += counts.implicitly_denied;
    told.denied_in_audit += counts.denied_in_audit;
    told.dropped += counts.dropped;
  };
  DecisionLog& log = this->log(options);
  log.record(made("r"));
  MadeDecision audited = made("r", "ecs:RunTask");
  audited.enforced = false;
  log.record(std::move(audited));
  log.record(made("r"));
  log_.reset();
  EXPECT_EQ(recorded("r").size(), 2u);
  EXPECT_EQ(told.allowed, 2u);
  EXPECT_EQ(told.implicitly_denied, 1u);
  EXPECT_EQ(told.denied_in_audit, 1u);
  EXPECT_EQ(told.dropped, 1u);
}

TEST_F(DecisionLogTest, ForgetsWhatIsBeyondItsCountAndAge) {
  DecisionLogOptions options;
  options.written_every = std::chrono::milliseconds(1);
  options.kept_max = 5;
  options.batch_max = 2;
  DecisionLog& log = this->log(options);
  for (int i = 0; i < 20; ++i) log.record(made("r"));
  log.hand_over();
  for (int i = 0; i < 2000 && recorded("r").size() > 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_EQ(recorded("r").size(), 5u);
  log_.reset();  // the clock is not to be turned while the log's thread reads it
  clock_.advance(std::chrono::hours(24 * 8));
  this->log(options);
  for (int i = 0; i < 2000 && !recorded("r").empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  EXPECT_THAT(recorded("r"), IsEmpty());
}

TEST_F(DecisionLogTest, ManyThreadsLoseNothing) {
  DecisionLogOptions options;
  options.batch_max = 16;
  options.written_at = 16;
  DecisionLog& log = this->log(options);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&log] {
      for (int n = 0; n < 500; ++n) {
        log.record(made("r"));
        if (n % 100 == 0) log.hand_over();
      }
    });
  }
  for (std::thread& each : threads) each.join();
  log_.reset();
  EXPECT_EQ(recorded("r").size(), 2000u);
}

}  // namespace
}  // namespace berth::services
