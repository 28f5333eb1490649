// Decisions written down, found again, and forgotten.
#include "store/decision_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/ecs/tasks.h"
#include "store/testing.h"
#include "store/wipe.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/web";
constexpr const char* kTask = "arn:aws:ecs:us-west-2:123456789012:task/default/1";

class DecisionRecordsTest : public testing::Test {
 protected:
  static DecisionRecord record(const std::string& request_id, const std::string& outcome) {
    DecisionRecord out;
    out.request_id = request_id;
    out.decided_at_ms = 1000;
    out.region = "us-west-2";
    out.service = "ecs";
    out.action = "ecs:ListTasks";
    out.resource = "*";
    out.outcome = outcome;
    out.enforced = false;
    out.caller_arn = "arn:aws:sts::123456789012:assumed-role/web/s";
    out.principal_id = "AROA:s";
    out.role_arn = kRole;
    out.access_key_id = "ASIA";
    out.source_ip = "127.0.0.1";
    out.task_arn = kTask;
    out.decided_by = "IDENTITY";
    out.policy_name = "p";
    out.statement = 2;
    out.context_json = "{}";
    out.explanation_json = "{\"a\":1}";
    return out;
  }
  void insert(const DecisionRecord& decision) {
    in_tx([&](Transaction& tx) { insert_decision(tx, decision); });
  }
  template <class Body>
  void in_tx(Body body) {
    ASSERT_TRUE(store_->write_and_wait([&](Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }
  std::vector<std::string> newest(const DecisionFilter& filter, std::int64_t before = 0,
                                  int limit = 10) {
    std::vector<std::string> out;
    in_tx([&](Transaction& tx) {
      for (const auto& each : newest_decisions(tx, filter, before, limit)) {
        out.push_back(each.request_id);
      }
    });
    return out;
  }
  std::int64_t forget(std::int64_t count_max, std::int64_t oldest_ms, std::int64_t step = 100) {
    std::int64_t gone = 0;
    in_tx([&](Transaction& tx) { gone = forget_decisions(tx, {count_max, oldest_ms}, step); });
    return gone;
  }

  TemporaryStore store_;
};

TEST_F(DecisionRecordsTest, KeepsEverything) {
  DecisionRecord one = record("r", "IMPLICITLY_DENIED");
  insert(one);
  one.id = 1;
  in_tx([&](Transaction& tx) {
    EXPECT_THAT(decisions_of_request(tx, "r", 10), ElementsAre(one));
    EXPECT_THAT(decisions_of_request(tx, "other", 10), IsEmpty());
  });
}

TEST_F(DecisionRecordsTest, ARequestIsFoundThatAnotherOneStandsFor) {
  DecisionRecord merged = record("aaaa-1", "ALLOWED");
  merged.calls = 3;
  merged.more_request_ids = "bbbb-2 cccc-3";
  insert(merged);
  insert(record("bbbb-2", "IMPLICITLY_DENIED"));
  in_tx([](Transaction& tx) {
    const auto found = decisions_of_request(tx, "bbbb-2", 10);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].request_id, "aaaa-1");
    EXPECT_EQ(found[0].calls, 3);
    EXPECT_EQ(found[1].request_id, "bbbb-2");
    EXPECT_EQ(decisions_of_request(tx, "bbbb-2", 1).size(), 1u);
    EXPECT_THAT(decisions_of_request(tx, "%", 10), IsEmpty());
    EXPECT_THAT(decisions_of_request(tx, "dddd-4", 10), IsEmpty());
  });
}

TEST_F(DecisionRecordsTest, NewestFirstByRoleTaskAndOutcome) {
  insert(record("1", "ALLOWED"));
  insert(record("2", "EXPLICITLY_DENIED"));
  DecisionRecord other = record("3", "IMPLICITLY_DENIED");
  other.role_arn = "";
  other.task_arn = "";
  insert(other);
  DecisionRecord own = record("4", "IMPLICITLY_DENIED");
  own.service = "berth";
  insert(own);
  EXPECT_THAT(newest({}), ElementsAre("3", "2", "1"));
  EXPECT_THAT(newest({{}, {}, true}), ElementsAre("3", "2"));
  EXPECT_THAT(newest({kRole, {}, false}), ElementsAre("2", "1"));
  EXPECT_THAT(newest({{}, kTask, true}), ElementsAre("2"));
  EXPECT_THAT(newest({{}, "arn:other", false}), IsEmpty());
  EXPECT_THAT(newest({}, 3, 1), ElementsAre("2"));
}

TEST_F(DecisionRecordsTest, WhatARoleCalledIsNotWhoAssumedIt) {
  insert(record("1", "ALLOWED"));
  DecisionRecord assumed = record("2", "ALLOWED");
  assumed.access_key_id = "";
  insert(assumed);
  insert(record("3", "ALLOWED"));
  std::vector<std::string> seen;
  in_tx([&](Transaction& tx) {
    for_each_decision(tx, {kRole, {}, false}, [&](const DecisionRecord& each) {
      seen.push_back(each.request_id);
      return true;
    });
    for_each_decision(tx, {{}, kTask, false}, [&](const DecisionRecord& each) {
      seen.push_back(each.request_id);
      return false;
    });
  });
  EXPECT_THAT(seen, ElementsAre("1", "3", "1"));
}

TEST_F(DecisionRecordsTest, ForgetsByCountAndByAge) {
  EXPECT_EQ(forget(1, 0), 0);
  for (int i = 1; i <= 6; ++i) {
    DecisionRecord each = record(std::to_string(i), "ALLOWED");
    each.decided_at_ms = i * 1000;
    insert(each);
  }
  EXPECT_EQ(forget(100, 0), 0);
  EXPECT_EQ(forget(5, 0), 1);
  EXPECT_EQ(forget(100, 4000), 2);
  EXPECT_THAT(newest({}), ElementsAre("6", "5", "4"));
  EXPECT_EQ(forget(1, 0, 1), 1) << "one step at a time";
  EXPECT_EQ(forget(1, 0), 1);
  EXPECT_EQ(forget(100, 99'000), 1);
  EXPECT_THAT(newest({}), IsEmpty());
}

TEST_F(DecisionRecordsTest, ASessionOfATaskIsFoundByItsNameAndRole) {
  TaskRecord task;
  task.account = "123456789012";
  task.region = "us-west-2";
  task.cluster = "default";
  task.task_id = "0123456789abcdef0123456789abcdef";
  task.task_role_arn = kRole;
  in_tx([&](Transaction& tx) {
    insert_task(tx, task);
    EXPECT_EQ(find_task_arn_of_session(tx, task.task_id, kRole), task_arn(task));
    EXPECT_FALSE(find_task_arn_of_session(tx, task.task_id, "arn:aws:iam::1:role/other"));
    EXPECT_FALSE(find_task_arn_of_session(tx, "other", kRole));
  });
}

TEST_F(DecisionRecordsTest, AResetForgetsThem) {
  insert(record("1", "ALLOWED"));
  in_tx([](Transaction& tx) { wipe(tx); });
  EXPECT_THAT(newest({}), IsEmpty());
}

}  // namespace
}  // namespace berth::store
