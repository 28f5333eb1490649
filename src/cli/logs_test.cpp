// `berth logs` against an ECS and CloudWatch Logs that answer from memory.
#include "cli/logs.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/testing.h"

namespace berth::cli {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::int64_t kNow = 1'760'000'000'000;

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

class LogsTest : public ::testing::Test {
 protected:
  LogsTest() {
    options_.common.state_dir = state_.path();
    options_.poll_interval = std::chrono::milliseconds(1);
    options_.delivery_time = std::chrono::milliseconds(20);
    EXPECT_TRUE(state_.fill(aws_.url()));
  }

  aws::ecs::Task& add_task(const std::string& id, std::int64_t created_at_ms,
                           const std::string& status = "RUNNING") {
    auto& task = aws_.tasks.emplace_back();
    task.task_arn = "arn:aws:ecs:us-west-2:123456789012:task/default/" + id;
    task.task_definition_arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/f:1";
    task.created_at = from_epoch_ms(created_at_ms);
    task.desired_status = status;
    task.last_status = status;
    return task;
  }

  void add_container(const std::string& name, const std::string& region = "us-west-2") {
    if (!aws_.definition.container_definitions) aws_.definition.container_definitions.emplace();
    auto& container = aws_.definition.container_definitions->emplace_back();
    container.name = name;
    auto& log = container.log_configuration.emplace();
    log.log_driver = "awslogs";
    log.options = {
        {"awslogs-group", "g"}, {"awslogs-region", region}, {"awslogs-stream-prefix", "p"}};
  }

  Outcome run() {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_logs(options_, out, err);
    return {status, out.str(), err.str()};
  }

  test_support::StateDir state_;
  test_support::FakeAws aws_;
  LogsOptions options_;
};

TEST_F(LogsTest, AreTheNewestTasksWhetherItRunsOrNot) {
  add_container("main");
  for (const char* id : {"a", "b", "c"}) add_task(id, kNow);
  add_task("newest", kNow + 2, "STOPPED");
  add_task("d", kNow + 1);
  aws_.streams["us-west-2/g/p/main/newest"] = {{kNow, "one"}, {kNow, "two"}, {kNow + 1, "three"}};
  const auto outcome = run();
  EXPECT_EQ(outcome.out, "one\ntwo\nthree\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
}

TEST_F(LogsTest, AreOfTheTaskThatIsNamed) {
  add_container("main", "eu-west-1");
  add_task("old", kNow);
  add_task("new", kNow + 1);
  aws_.streams["eu-west-1/g/p/main/old"] = {{kNow, "of the old"}};
  for (const std::string& name : {std::string("old"), *aws_.tasks.front().task_arn}) {
    options_.task = name;
    EXPECT_EQ(run().out, "of the old\n") << name;
  }
  EXPECT_EQ(aws_.calls["ListTasks"], 0);
}

TEST_F(LogsTest, OfSeveralContainersComeInTheOrderOfTime) {
  add_container("web");
  add_container("worker");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/web/t"] = {{1, "w1"}, {4, "w4"}, {5, "w5"}};
  aws_.streams["us-west-2/g/p/worker/t"] = {{2, "k2"}, {3, "k3"}, {6, "k6"}};
  EXPECT_EQ(run().out,
            "web    | w1\nworker | k2\nworker | k3\nweb    | w4\nweb    | w5\nworker | k6\n");
  options_.container = "worker";
  EXPECT_EQ(run().out, "k2\nk3\nk6\n");
  options_.output = "json";
  EXPECT_THAT(run().out,
              StartsWith("{\"timestamp\":2,\"container\":\"worker\",\"message\":\"k2\"}\n"));
  aws_.streams.erase("us-west-2/g/p/worker/t");
  options_.container.clear();
  options_.output = "text";
  EXPECT_EQ(run().out, "web    | w1\nweb    | w4\nweb    | w5\n");
}

TEST_F(LogsTest, AreCutToTheirTail) {
  add_container("main");
  add_task("t", kNow);
  auto& stream = aws_.streams["us-west-2/g/p/main/t"];
  for (int i = 0; i < 7; ++i) stream.push_back({kNow + i, std::to_string(i)});
  options_.tail = 3;
  EXPECT_EQ(run().out, "4\n5\n6\n");
  options_.tail = 100;
  EXPECT_EQ(run().out, "0\n1\n2\n3\n4\n5\n6\n");
  options_.tail = 0;
  EXPECT_EQ(run().out, "");
}

TEST_F(LogsTest, AreReadFromATimeOn) {
  add_container("main");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/main/t"] = {};
  options_.window.since = "2025-10-09T08:53:20Z";
  EXPECT_EQ(run().status, 0);
  for (const auto& read : aws_.reads) EXPECT_EQ(read.start_time, kNow);
  EXPECT_GE(aws_.reads.size(), 1u);
}

TEST_F(LogsTest, DoNothingToATerminal) {
  add_container("main");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/main/t"] = {{kNow, "\x1b[2J"}};
  EXPECT_EQ(run().out, "\x1b[2J\n");
  options_.to_terminal = true;
  EXPECT_EQ(run().out, "\\x1b[2J\n");
}

TEST_F(LogsTest, ThatAreNotThereHaveAReason) {
  EXPECT_EQ(run().err,
            "berth logs: cluster default has no task in us-west-2: run one, or name another "
            "cluster with --cluster\n");
  add_container("main");
  auto& task = add_task("t", kNow, "PENDING");
  auto outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "berth logs: cluster default has no task in us-west-2: run one, or name "
            "another cluster with --cluster\n");
  task.desired_status = "RUNNING";
  outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err,
            "berth logs: task t has written no log yet (PENDING): there is no stream "
            "p/main/t in log group g in us-west-2\n");
  task.last_status = "STOPPED";
  task.stopped_reason = "CannotPullContainerError:\nno such image";
  EXPECT_THAT(run().err, StartsWith("berth logs: task t has written no log (STOPPED: "
                                    "CannotPullContainerError:\\x0ano such image): "));
  options_.container = "side";
  EXPECT_EQ(run().err, "berth logs: the task has no container side: it has main\n");
  options_.task = "none";
  outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("berth logs: there is no task none in cluster default"));
}

TEST_F(LogsTest, AreRefusedInTheServicesWords) {
  add_container("main");
  add_task("t", kNow);
  for (const char* operation :
       {"ListTasks", "DescribeTasks", "DescribeTaskDefinition", "GetLogEvents"}) {
    aws_.refused = operation;
    const auto outcome = run();
    EXPECT_EQ(outcome.status, 1) << operation;
    EXPECT_EQ(outcome.err, "berth logs: not you (AccessDeniedException)\n") << operation;
  }
}

TEST_F(LogsTest, NeedARunningBerth) {
  ASSERT_TRUE(state_.fill("http://127.0.0.1:1"));
  auto outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(StartsWith("berth logs: "), EndsWith("(ConnectionRefused)\n")));
  options_.common.state_dir += "/none";
  outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(StartsWith("berth logs: "), HasSubstr("berth up")));
}

TEST_F(LogsTest, AreFollowedUntilTheTaskHasStopped) {
  add_container("main");
  add_task("t", kNow);
  options_.follow = true;
  aws_.before = [this](const std::string& operation, int before) {
    auto& task = aws_.tasks.front();
    auto& streams = aws_.streams;
    if (operation == "DescribeTasks" && before == 3) {
      streams["us-west-2/g/p/main/t"].push_back({kNow, "first"});
    }
    if (operation == "DescribeTasks" && before == 6) {
      task.last_status = "STOPPED";
      task.stopped_at = from_epoch_ms(SystemClock().now().time_since_epoch().count());
      streams["us-west-2/g/p/main/t"].push_back({kNow, "second"});
    }
    // What comes in after the task has stopped.
    if (operation == "GetLogEvents" && aws_.calls["DescribeTasks"] == 7 && before % 2 == 0) {
      auto& stream = streams["us-west-2/g/p/main/t"];
      if (stream.size() == 2) stream.push_back({kNow, "last"});
    }
  };
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "first\nsecond\nlast\n");
  EXPECT_EQ(aws_.calls["DescribeTasks"], 7);
}

TEST_F(LogsTest, AreNotWaitedForOnceTheTaskHasStopped) {
  add_container("main");
  add_task("t", kNow, "STOPPED").stopped_at = from_epoch_ms(kNow);
  options_.follow = true;
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("has written no log (STOPPED)"));
  EXPECT_EQ(aws_.calls["GetLogEvents"], 1);
}

TEST_F(LogsTest, EndWhereTheFollowedTaskIsForgotten) {
  add_container("main");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/main/t"] = {{kNow, "line"}};
  options_.follow = true;
  aws_.before = [this](const std::string& operation, int before) {
    if (operation == "DescribeTasks" && before == 2) aws_.tasks.clear();
  };
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "line\n");
}

TEST_F(LogsTest, EndWhereNobodyTakesThem) {
  add_container("main");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/main/t"] = {{kNow, "line"}};
  options_.follow = true;
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  std::ostringstream err;
  EXPECT_EQ(run_logs(options_, out, err), 1);
  EXPECT_EQ(err.str(), "berth logs: standard output cannot be written to\n");
}

TEST_F(LogsTest, SayAtTheirEndWhyTheTaskHasStopped) {
  add_container("main");
  auto& task = add_task("t", kNow, "STOPPED");
  task.stopped_reason = "Essential container\nin task exited";
  auto& container = task.containers.emplace().emplace_back();
  container.name = "main";
  container.exit_code = 3;
  container.reason = "OutOfMemoryError";
  aws_.streams["us-west-2/g/p/main/t"] = {{kNow, "last words"}};
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "last words\n");
  EXPECT_EQ(
      outcome.err,
      "berth logs: task t stopped: Essential container\\x0ain task exited (main: exit code 3, "
      "OutOfMemoryError)\n");
}

TEST_F(LogsTest, AreOnlyWhatMatches) {
  add_container("web");
  add_container("worker");
  add_task("t", kNow);
  aws_.streams["us-west-2/g/p/web/t"] = {{1, "ERROR 1"}, {3, "fine"}, {5, "ERROR 5"}};
  aws_.streams["us-west-2/g/p/worker/t"] = {{2, "ERROR 2"}};
  aws_.streams["us-west-2/g/p/web/other"] = {{4, "ERROR of another task"}};
  options_.filter = "ERROR";
  EXPECT_EQ(run().out, "web    | ERROR 1\nworker | ERROR 2\nweb    | ERROR 5\n");
  EXPECT_EQ(aws_.calls["GetLogEvents"], 0);
  options_.filter = "none of them";
  const auto outcome = run();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out, "");
}

class GroupLogs : public LogsTest {
 protected:
  GroupLogs() {
    options_.target = "g";
    aws_.streams["us-west-2/g/a"] = {{1, "a1"}, {4, "a4"}};
    aws_.streams["us-west-2/g/b"] = {{2, "b2"}, {3, "b3"}, {5, "b5"}};
    aws_.streams["us-west-2/gg/c"] = {{1, "of another group"}};
  }
};

TEST_F(GroupLogs, AreOfAllItsStreamsOrOfOne) {
  EXPECT_EQ(run().out, "a | a1\nb | b2\nb | b3\na | a4\nb | b5\n");
  options_.tail = 2;
  EXPECT_EQ(run().out, "a | a4\nb | b5\n");
  options_.target = "g:b";
  EXPECT_EQ(run().out, "b3\nb5\n");
  options_.tail.reset();
  options_.filter = "b";
  options_.window.since = "1970-01-01T00:00:00.003Z";
  options_.window.until = "1970-01-01T00:00:00.005Z";
  EXPECT_EQ(run().out, "b3\n");
  options_.output = "json";
  EXPECT_EQ(run().out, "{\"timestamp\":3,\"stream\":\"b\",\"message\":\"b3\"}\n");
  EXPECT_EQ(aws_.calls["ListTasks"], 0);
}

TEST_F(GroupLogs, AreOfTheRegionOfItsArn) {
  aws_.streams["eu-west-1/g/s"] = {{1, "there"}};
  options_.target = "arn:aws:logs:eu-west-1:123456789012:log-group:g:*";
  EXPECT_EQ(run().out, "s | there\n");
}

TEST_F(GroupLogs, ThatAreNotThereHaveAReason) {
  options_.follow = true;
  options_.target = "none";
  auto outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "berth logs: there is no log group none in us-west-2\n");
  options_.target = "g:none";
  outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("berth logs: there is no stream none in log group g"));
}

TEST_F(GroupLogs, AreFollowedWithoutRepetition) {
  const std::int64_t now = to_epoch_ms(SystemClock().now());
  options_.follow = true;
  aws_.page_size = 100;
  aws_.streams["us-west-2/g/a"] = {{now - 2000, "old"}, {now - 1000, "new"}};
  aws_.streams["us-west-2/g/b"] = {};
  std::ostringstream out;
  std::ostringstream err;
  aws_.before = [&](const std::string&, int before) {
    if (before == 2) aws_.streams["us-west-2/g/b"].push_back({now - 1500, "late"});
    if (before == 3) aws_.streams["us-west-2/g/a"].push_back({now, "newest"});
    if (before == 5) out.setstate(std::ios::badbit);
    if (before == 5) aws_.streams["us-west-2/g/a"].push_back({now, "unseen"});
  };
  EXPECT_EQ(run_logs(options_, out, err), 1);
  EXPECT_EQ(out.str(), "a | old\na | new\nb | late\na | newest\n");
  EXPECT_GE(*aws_.searches.back().start_time, now - 40'000);
}

TEST_F(GroupLogs, AreReadOnAfterTheServerWasAway) {
  const std::int64_t now = to_epoch_ms(SystemClock().now());
  options_.follow = true;
  aws_.page_size = 100;
  aws_.streams["us-west-2/g/a"] = {{now - 2000, "old"}};
  aws_.streams["us-west-2/g/b"] = {};
  std::ostringstream out;
  std::ostringstream err;
  aws_.before = [&](const std::string&, int before) {
    if (before == 1) aws_.unavailable = 5;
    if (before == 4) aws_.streams["us-west-2/g/a"].push_back({now, "meanwhile"});
    if (before == 8) aws_.streams["us-west-2/g/a"].push_back({now + 1, "unseen"});
    if (before == 8) out.setstate(std::ios::badbit);
  };
  EXPECT_EQ(run_logs(options_, out, err), 1);
  EXPECT_EQ(out.str(), "a | old\na | meanwhile\n");
  EXPECT_EQ(err.str(), "berth logs: standard output cannot be written to\n");
}

TEST_F(GroupLogs, AreNotWaitedForWhereTheServerStaysAway) {
  options_.follow = true;
  options_.away_max = std::chrono::milliseconds(20);
  aws_.before = [&](const std::string&, int before) {
    if (before == 1) aws_.unavailable = 1'000'000;
  };
  auto outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "berth logs: the answer has status 503 (UnknownError)\n");
  aws_.before = {};
  aws_.calls.clear();
  options_.away_max = std::chrono::hours(1);
  EXPECT_EQ(run().status, 1);
  EXPECT_EQ(aws_.calls["FilterLogEvents"], 1);
}

TEST_F(GroupLogs, AreAskedByAQuery) {
  options_.query = "fields @message, n";
  options_.window.since = "2025-10-09T08:53:20.900Z";
  options_.window.until = "2025-10-09T08:53:22Z";
  aws_.rows = {{{"@message", "one\n"}, {"n", "1"}, {"@ptr", "x"}},
               {{"@message", "t\x1bw\xc3\xb6"}, {"@ptr", "y"}},
               {{"n", "333"}}};
  auto outcome = run();
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.out,
            "@message  n\n--------  ---\none       1\nt\\x1bw\xc3\xb6\n          333\n");
  ASSERT_EQ(aws_.queries.size(), 1u);
  EXPECT_EQ(aws_.queries[0].query_string, "fields @message, n");
  EXPECT_EQ(aws_.queries[0].log_group_names, std::vector<std::string>{"g"});
  EXPECT_EQ(aws_.queries[0].start_time, 1'760'000'000);
  EXPECT_EQ(aws_.queries[0].end_time, 1'760'000'001);
  options_.output = "json";
  EXPECT_THAT(run().out, StartsWith("{\"@message\":\"one\\n\",\"n\":\"1\",\"@ptr\":\"x\"}\n"));
  aws_.query_status = "Timeout";
  outcome = run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("berth logs: the query ended as Timeout"));
}

TEST_F(LogsTest, AreAskedByAQueryOfTheTasksStreams) {
  add_container("web");
  add_container("worker");
  add_task("t", kNow);
  options_.query = "limit 1";
  EXPECT_EQ(run().status, 0);
  ASSERT_EQ(aws_.queries.size(), 1u);
  EXPECT_EQ(aws_.queries[0].query_string,
            "filter @logStream in [\"p/web/t\", \"p/worker/t\"]\n| limit 1");
  add_container("far", "eu-west-1");
  EXPECT_EQ(run().status, 2);
}

class LogsCommandLine : public ::testing::Test {
 protected:
  LogsCommandLine() { add_logs_options(app_, options_); }

  CLI::App app_;
  LogsOptions options_;
};

TEST_F(LogsCommandLine, IsTakenApart) {
  app_.parse("-f -t --tail 5 --since 10m --task t --container c --cluster b --output json");
  EXPECT_TRUE(options_.follow && options_.timestamps);
  EXPECT_EQ(options_.tail, 5);
  EXPECT_EQ(options_.window.since, "10m");
  EXPECT_EQ(options_.task, "t");
  EXPECT_EQ(options_.container, "c");
  EXPECT_EQ(options_.cluster, "b");
  EXPECT_EQ(options_.output, "json");
}

TEST_F(LogsCommandLine, IsRefusedWhereItIsWrong) {
  for (const char* wrong : {"--since soon", "--tail -1", "--tail many", "--output yaml", ":s",
                            "one two", "g --task t", "g --query q --follow",
                            "g --query q --filter f", "g --query q --tail 1", "-f --until 10m"}) {
    EXPECT_THROW(app_.parse(wrong), CLI::ParseError) << wrong;
  }
}

TEST_F(LogsCommandLine, NamesATaskOrAGroup) {
  app_.parse("g:s --filter ERROR");
  EXPECT_EQ(options_.target, "g:s");
  EXPECT_EQ(options_.filter, "ERROR");
  app_.parse("g --query \"limit 1\" --until 1d");
  EXPECT_EQ(options_.query, "limit 1");
}

TEST_F(LogsCommandLine, HasHelpWithExamples) {
  EXPECT_THAT(app_.help(), AllOf(HasSubstr("--state-dir"), HasSubstr("BERTH_STATE_DIR"),
                                 HasSubstr("berth logs --follow")));
}

}  // namespace
}  // namespace berth::cli
