// What was used last stays, and reports come and go.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/iam/access_reports.h"
#include "store/iam/uses.h"
#include "store/testing.h"

namespace berth::store {
namespace {

using testing::ElementsAre;

class UsesTest : public testing::Test {
 protected:
  template <class Body>
  void in_transaction(Body body) {
    ASSERT_TRUE(store_->write_and_wait([&](Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }
  TemporaryStore store_;
};

TEST_F(UsesTest, TheLastOneOfAnActionStays) {
  in_transaction([](Transaction& tx) {
    note_use(tx, {"AIDAA", "ecs:ListTasks", 20, "us-west-2"});
    note_use(tx, {"AIDAA", "ecs:ListTasks", 30, "us-east-1"});
    note_use(tx, {"AIDAA", "ecs:ListTasks", 10, "eu-west-1"});
    note_use(tx, {"AIDAA", "ecs:RunTask", 5, "us-east-1"});
    note_use(tx, {"AROAB", "ecs:RunTask", 7, "us-east-1"});
    EXPECT_THAT(list_uses(tx, "AIDAA"),
                ElementsAre(UseRecord{"AIDAA", "ecs:ListTasks", 30, "us-east-1"},
                            UseRecord{"AIDAA", "ecs:RunTask", 5, "us-east-1"}));
    forget_uses(tx, 7);
    EXPECT_EQ(list_uses(tx, "AIDAA").size(), 1u);
    EXPECT_EQ(list_uses(tx, "AROAB").size(), 1u);
  });
}

TEST_F(UsesTest, ReportsAreForgottenWithTheirEntities) {
  in_transaction([](Transaction& tx) {
    for (const std::int64_t at : {1, 2, 3}) {
      const std::string job = "job" + std::to_string(at);
      insert_access_report(tx, {job, "AIDAA", "SERVICE_LEVEL", at, "{}"});
      insert_access_report_entities(tx, job, "ecs", "[]");
    }
    EXPECT_EQ(find_access_report(tx, "job2"),
              (AccessReportRecord{"job2", "AIDAA", "SERVICE_LEVEL", 2, "{}"}));
    EXPECT_FALSE(find_access_report_entities(tx, "job2", "iam"));
    forget_access_reports(tx, 2, 10);
    EXPECT_FALSE(find_access_report(tx, "job1"));
    EXPECT_FALSE(find_access_report_entities(tx, "job1", "ecs"));
    EXPECT_TRUE(find_access_report(tx, "job2"));
    forget_access_reports(tx, 0, 1);
    EXPECT_FALSE(find_access_report(tx, "job2"));
    EXPECT_EQ(find_access_report_entities(tx, "job3", "ecs"), "[]");
  });
}

}  // namespace
}  // namespace berth::store
