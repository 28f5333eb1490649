// Records of ECS against the store that production opens.
#include "store/ecs_records.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/testing.h"

namespace berth::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class EcsRecordsTest : public testing::Test {
 protected:
  void write(const std::function<void(Transaction&)>& job) {
    const auto done = store_->write_and_wait([&job](Transaction& tx) -> Result<void> {
      job(tx);
      return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }
  void read(const std::function<void(Transaction&)>& job) {
    const auto done = store_->read([&job](Transaction& tx) -> Result<void> {
      job(tx);
      return {};
    });
    ASSERT_TRUE(done.has_value()) << done.error().message;
  }

  TemporaryStore store_;
};

TaskRecord task(const std::string& id, std::int64_t created_at_ms) {
  TaskRecord made;
  made.account = "123456789012";
  made.region = "us-west-2";
  made.cluster = "default";
  made.task_id = id;
  made.container_instance_arn = "arn:aws:ecs:us-west-2:123456789012:container-instance/default/i1";
  made.family = "f";
  made.revision = 3;
  made.group = "family:f";
  made.launch_type = "EC2";
  made.last_status = "PENDING";
  made.desired_status = "RUNNING";
  made.created_at_ms = created_at_ms;
  made.reservation = {10, 128, {80, 443}, {53}};
  made.task_role_arn = "arn:aws:iam::123456789012:role/r";
  made.credentials_id = "c-" + id;
  made.body_json = R"({"cpu":"10"})";
  return made;
}

ContainerInstanceRecord instance(const std::string& id) {
  ContainerInstanceRecord made;
  made.account = "123456789012";
  made.region = "us-west-2";
  made.cluster = "default";
  made.id = id;
  made.status = "ACTIVE";
  made.registered_by = "AROA";
  made.attributes_json = R"([{"name":"a"}])";
  made.registered_cpu = 2048;
  made.registered_memory_mib = 4096;
  made.registered_tcp_ports = {22};
  made.body_json = "{}";
  return made;
}

TEST_F(EcsRecordsTest, TasksComeBackAsTheyWere) {
  TaskRecord given = task("t1", 5);
  given.stop_code = "UserInitiated";
  given.stopped_at_ms = 9;
  given.tags_json = R"([{"key":"k","value":"v"}])";
  write([&](Transaction& tx) { insert_task(tx, given); });
  read([&](Transaction& tx) {
    EXPECT_EQ(find_task(tx, "us-west-2", "default", "t1"), given);
    EXPECT_EQ(find_task_by_arn(tx, task_arn(given)), given);
    EXPECT_EQ(find_task(tx, "us-east-1", "default", "t1"), std::nullopt);
    EXPECT_EQ(find_task_by_arn(tx, "arn:aws:ecs:us-west-2:000000000000:task/default/t1"),
              std::nullopt);
    EXPECT_EQ(find_task_by_arn(tx, "t1"), std::nullopt);
  });
}

TEST_F(EcsRecordsTest, TheAgentsColumnsAndTheOperationsDoNotOverwriteEachOther) {
  const TaskRecord given = task("t1", 5);
  write([&](Transaction& tx) {
    insert_task(tx, given);
    set_task_credentials_issued(tx, given, 77);
    EXPECT_TRUE(set_task_acknowledged(tx, task_arn(given), "RUNNING"));
    EXPECT_FALSE(set_task_acknowledged(tx, task_arn(task("t9", 1)), "RUNNING"));
    TaskRecord changed = given;
    changed.last_status = "RUNNING";
    changed.version = 2;
    update_task(tx, changed);
  });
  read([&](Transaction& tx) {
    const auto found = find_task(tx, "us-west-2", "default", "t1");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->last_status, "RUNNING");
    EXPECT_EQ(found->credentials_issued_at_ms, 77);
    EXPECT_EQ(found->acked_desired_status, "RUNNING");
  });
}

TEST_F(EcsRecordsTest, AnAgentIsToldWhatItHasNotAcknowledged) {
  const TaskRecord first = task("t1", 1);
  const TaskRecord second = task("t2", 2);
  TaskRecord gone = task("t3", 3);
  gone.last_status = "STOPPED";
  const auto ids = [&](Transaction& tx) {
    std::vector<std::string> told;
    for (const TaskRecord& each : tasks_to_tell(tx, first.container_instance_arn)) {
      told.push_back(each.task_id);
    }
    return told;
  };
  write([&](Transaction& tx) {
    for (const TaskRecord& each : {second, first, gone}) insert_task(tx, each);
    EXPECT_THAT(ids(tx), ElementsAre("t1", "t2"));
    set_task_acknowledged(tx, task_arn(first), "RUNNING");
    EXPECT_THAT(ids(tx), ElementsAre("t2"));
    TaskRecord stopping = first;
    stopping.desired_status = "STOPPED";
    update_task(tx, stopping);
    EXPECT_THAT(ids(tx), ElementsAre("t1", "t2"));
    set_task_acknowledged(tx, task_arn(first), "STOPPED");
    set_task_acknowledged(tx, task_arn(second), "RUNNING");
    EXPECT_THAT(ids(tx), IsEmpty());
    EXPECT_THAT(tasks_of_instance(tx, first.container_instance_arn), SizeIs(2));
  });
}

TEST_F(EcsRecordsTest, RotationTakesTheOldestSetsOfLiveTasks) {
  const TaskRecord old = task("t1", 1);
  const TaskRecord fresh = task("t2", 2);
  TaskRecord stopped = task("t3", 3);
  stopped.last_status = "STOPPED";
  write([&](Transaction& tx) {
    for (const TaskRecord& each : {old, fresh, stopped}) {
      insert_task(tx, each);
      set_task_credentials_issued(tx, each, each.created_at_ms);
    }
    insert_task(tx, task("t4", 4));  // never issued
    const auto due = tasks_to_rotate(tx, 2, 10);
    ASSERT_THAT(due, SizeIs(1));
    EXPECT_EQ(due[0].task_id, "t1");
  });
}

TEST_F(EcsRecordsTest, ListsNewestFirstInPages) {
  write([&](Transaction& tx) {
    for (int i = 0; i < 7; ++i) {
      TaskRecord each = task("t" + std::to_string(i), i / 2);
      if (i == 3) each.family = "other";
      insert_task(tx, each);
    }
  });
  read([&](Transaction& tx) {
    const TaskFilter filter{
        .region = "us-west-2", .cluster = "default", .desired_status = "RUNNING", .family = "f"};
    std::vector<std::string> ids;
    std::optional<TaskPosition> after;
    for (auto page = list_tasks(tx, filter, after, 2); !page.empty();
         page = list_tasks(tx, filter, after, 2)) {
      for (const TaskRecord& each : page) ids.push_back(each.task_id);
      after = TaskPosition{page.back().created_at_ms, page.back().task_id};
    }
    EXPECT_THAT(ids, ElementsAre("t6", "t5", "t4", "t2", "t1", "t0"));
  });
}

TEST_F(EcsRecordsTest, OldStoppedTasksAreForgotten) {
  write([&](Transaction& tx) {
    for (const std::int64_t at : {1, 2, 3}) {
      TaskRecord each = task("t" + std::to_string(at), at);
      each.last_status = "STOPPED";
      each.stopped_at_ms = at;
      insert_task(tx, each);
    }
    insert_task(tx, task("t4", 0));
    EXPECT_EQ(count_live_tasks(tx, "us-west-2", "default"), 1);
    EXPECT_EQ(delete_stopped_tasks(tx, 3, 1), 1);
    EXPECT_EQ(delete_stopped_tasks(tx, 3, 10), 1);
    EXPECT_EQ(find_task(tx, "us-west-2", "default", "t1"), std::nullopt);
    EXPECT_NE(find_task(tx, "us-west-2", "default", "t3"), std::nullopt);
    EXPECT_NE(find_task(tx, "us-west-2", "default", "t4"), std::nullopt);
  });
}

TEST_F(EcsRecordsTest, InstancesComeBackAndCountTheirUse) {
  ContainerInstanceRecord given = instance("i1");
  reserve_on_instance(given, {10, 128, {443, 80}, {53}});
  write([&](Transaction& tx) { insert_container_instance(tx, given); });
  read([&](Transaction& tx) {
    auto found = find_container_instance(tx, "us-west-2", "default", "i1");
    ASSERT_TRUE(found.has_value());
    EXPECT_NE(found->attributes_hash, 0);
    given.attributes_hash = found->attributes_hash;
    EXPECT_EQ(*found, given);
    EXPECT_THAT(found->used.tcp_ports, ElementsAre(80, 443));
    release_from_instance(*found, {10, 128, {443, 80}, {53}});
    EXPECT_EQ(found->used, Reservation());
    EXPECT_EQ(find_container_instance_by_arn(tx, container_instance_arn(given)), given);
  });
}

TEST_F(EcsRecordsTest, PlacementsViewIsNarrowAndUsageAloneIsWritten) {
  write([&](Transaction& tx) {
    insert_container_instance(tx, instance("i1"));
    ContainerInstanceRecord away = instance("i2");
    away.status = "INACTIVE";
    insert_container_instance(tx, away);
    auto seen = instances_to_place_on(tx, "us-west-2", "default");
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(attributes_of_instance(tx, seen[0]), R"([{"name":"a"}])");
    reserve_on_instance(seen[0], {1, 2, {}, {}});
    seen[0].pending_tasks = 1;
    update_instance_usage(tx, seen[0]);
    const auto found = find_container_instance(tx, "us-west-2", "default", "i1");
    EXPECT_EQ(found->used.cpu, 1);
    EXPECT_EQ(found->attributes_json, R"([{"name":"a"}])");
    EXPECT_EQ(found->version, 2);
    EXPECT_EQ(count_cluster(tx, "us-west-2", "default").pending_tasks, 1);
    EXPECT_EQ(count_cluster(tx, "us-west-2", "default").instances, 1);
  });
}

TEST_F(EcsRecordsTest, ChannelsOpenAndClose) {
  const std::string arn = container_instance_arn(instance("i1"));
  write([&](Transaction& tx) {
    insert_container_instance(tx, instance("i1"));
    EXPECT_TRUE(set_agent_connected(tx, arn, true));
    EXPECT_FALSE(set_agent_connected(tx, arn + "x", true));
    EXPECT_TRUE(find_container_instance_by_arn(tx, arn)->agent_connected);
    disconnect_all_agents(tx);
    EXPECT_FALSE(find_container_instance_by_arn(tx, arn)->agent_connected);
  });
}

TEST_F(EcsRecordsTest, RevisionsAreNeverGivenTwice) {
  write([&](Transaction& tx) {
    EXPECT_EQ(next_revision(tx, "us-west-2", "f"), 1);
    EXPECT_EQ(next_revision(tx, "us-west-2", "f"), 2);
    EXPECT_EQ(next_revision(tx, "us-east-1", "f"), 1);
  });
  store_.reopen();
  write([&](Transaction& tx) { EXPECT_EQ(next_revision(tx, "us-west-2", "f"), 3); });
}

TEST_F(EcsRecordsTest, FamiliesByStatus) {
  const auto insert = [](Transaction& tx, const char* family, std::int32_t revision,
                         const char* status) {
    TaskDefinitionRecord made;
    made.region = "us-west-2";
    made.family = family;
    made.revision = revision;
    made.status = status;
    insert_task_definition(tx, made);
  };
  write([&](Transaction& tx) {
    insert(tx, "app-a", 1, "INACTIVE");
    insert(tx, "app-a", 2, "ACTIVE");
    insert(tx, "app-b", 1, "INACTIVE");
    insert(tx, "web", 1, "ACTIVE");
    const auto families = [&tx](const char* prefix, const char* status, const char* after) {
      return list_task_definition_families(tx, "us-west-2", prefix, status, after, 10);
    };
    EXPECT_THAT(families("", "ACTIVE", ""), ElementsAre("app-a", "web"));
    EXPECT_THAT(families("app", "INACTIVE", ""), ElementsAre("app-b"));
    EXPECT_THAT(families("", "ALL", "app-a"), ElementsAre("app-b", "web"));
    EXPECT_EQ(find_latest_task_definition(tx, "us-west-2", "app-a")->revision, 2);
    EXPECT_EQ(find_latest_task_definition(tx, "us-west-2", "app-b"), std::nullopt);
    const auto all = list_task_definitions(tx, "us-west-2", "", "ACTIVE", true, {}, 10);
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(all[0].family, "web");
    const auto rest = list_task_definitions(tx, "us-west-2", "", "ACTIVE", true,
                                            TaskDefinitionPosition{"web", 1}, 10);
    ASSERT_THAT(rest, SizeIs(1));
    EXPECT_EQ(rest[0].family, "app-a");
  });
}

TEST_F(EcsRecordsTest, ClientTokensRunOut) {
  write([&](Transaction& tx) {
    put_client_token(tx, {"us-west-2", "RunTask", "tok", "{}", "[]", 100}, 0);
    EXPECT_TRUE(find_client_token(tx, "us-west-2", "RunTask", "tok", 100).has_value());
    EXPECT_FALSE(find_client_token(tx, "us-west-2", "RunTask", "tok", 101).has_value());
    put_client_token(tx, {"us-west-2", "RunTask", "new", "{}", "[]", 300}, 200);
    EXPECT_FALSE(find_client_token(tx, "us-west-2", "RunTask", "tok", 0).has_value());
  });
}

TEST_F(EcsRecordsTest, ClustersAndSettings) {
  write([&](Transaction& tx) {
    put_cluster(tx, {"us-west-2", "b", "ACTIVE", 1, "{}", ""});
    put_cluster(tx, {"us-west-2", "a", "ACTIVE", 1, "{}", ""});
    put_cluster(tx, {"us-west-2", "b", "INACTIVE", 1, "{}", ""});
    EXPECT_EQ(find_cluster(tx, "us-west-2", "b")->status, "INACTIVE");
    EXPECT_THAT(list_clusters(tx, "us-west-2", "", 10), SizeIs(1));
    put_account_setting(tx, {"us-west-2", "", "taskLongArnFormat", "enabled"});
    put_account_setting(tx, {"us-west-2", "", "taskLongArnFormat", "disabled"});
    EXPECT_EQ(find_account_setting(tx, "us-west-2", "", "taskLongArnFormat")->value, "disabled");
    delete_account_setting(tx, "us-west-2", "", "taskLongArnFormat");
    EXPECT_THAT(list_account_settings(tx, "us-west-2"), IsEmpty());
  });
}

}  // namespace
}  // namespace berth::store
