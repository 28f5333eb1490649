// A task's record as a payload brings it: what is kept of it, and no secret.
#include "agent/task_record.h"

#include <gtest/gtest.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

TEST(Status, IsSpeltAsTheApiSpellsItAndGoesForward) {
  for (const Status status :
       {Status::kPending, Status::kPulled, Status::kCreated, Status::kRunning, Status::kStopped}) {
    EXPECT_EQ(status_of(to_text(status)), status);
  }
  EXPECT_STREQ(to_text(Status::kRunning), "RUNNING");
  EXPECT_EQ(status_of("anything"), Status::kNone);
  EXPECT_LT(Status::kCreated, Status::kRunning);
  EXPECT_LT(Status::kRunning, Status::kStopped);
}

TEST(TaskRecord, KeepsCredentialsIdsAndNoSecrets) {
  const auto payload = aws::decode_json<aws::acs::Task>(
      R"({"arn":"task-arn","desiredStatus":"RUNNING","containers":[{"name":"a"},{"name":"b",)"
      R"("essential":false}],"roleCredentials":{"credentialsId":"id-1","secretAccessKey":"geheim"},)"
      R"("executionRoleCredentials":{"credentialsId":"id-2","sessionToken":"geheim"}})");
  int made = 0;
  const TaskRecord task =
      make_task_record(*payload, [&made] { return "endpoint-" + std::to_string(++made); });
  EXPECT_EQ(task.arn, "task-arn");
  EXPECT_EQ(task.desired, Status::kRunning);
  EXPECT_EQ(task.known, Status::kPending);
  EXPECT_EQ(task.role_credentials_id, "id-1");
  EXPECT_EQ(task.execution_credentials_id, "id-2");
  EXPECT_EQ(aws::encode_json(task.payload).find("geheim"), std::string::npos);
  ASSERT_EQ(task.containers.size(), 2u);
  EXPECT_EQ(task.containers[0].endpoint_id, "endpoint-1");
  EXPECT_EQ(task.containers[1].endpoint_id, "endpoint-2");
  EXPECT_TRUE(is_essential(task, task.containers[0]));
  EXPECT_FALSE(is_essential(task, task.containers[1]));
  EXPECT_EQ(find_definition(task, "b")->name, "b");
  EXPECT_EQ(find_definition(task, "c"), nullptr);
}

TEST(TaskRecord, OfATaskThatIsToStop) {
  aws::acs::Task payload;
  payload.desired_status = "STOPPED";
  const TaskRecord task = make_task_record(payload, [] { return std::string(); });
  EXPECT_EQ(task.desired, Status::kStopped);
  EXPECT_TRUE(task.containers.empty());
  EXPECT_TRUE(task.role_credentials_id.empty());
}

}  // namespace
}  // namespace berth::agent
