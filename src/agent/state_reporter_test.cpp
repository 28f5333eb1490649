// Reports on their way to a control plane that does not always answer.
#include "agent/state_reporter.h"

#include <chrono>
#include <mutex>

#include <gmock/gmock.h>

#include "agent/eventually.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;
using test_support::eventually;
using ::testing::ElementsAre;
using Instant = std::chrono::steady_clock::time_point;

class StateReporterTest : public ::testing::Test {
 protected:
  StateReporterTest() {
    reporter_.set_acknowledged([this](const std::string& arn, Status status) {
      const std::scoped_lock lock(mutex_);
      acknowledged_.push_back(arn + " " + to_text(status));
    });
  }
  ~StateReporterTest() override {
    on_context([this] { reporter_.stop(); });
    runtime_.stop();
  }

  void on_context(std::function<void()> work) {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      work();
      co_return;
    });
  }

  /// A report that is answered with the next of `answers_` of its task, at last with yes.
  Report make(const std::string& arn, Status status, const std::string& text) {
    return {arn, status, [this, arn, text]() -> net::Task<Result<void>> {
              co_await net::sleep_for(1ms);
              co_return attempt(arn, text);
            }};
  }
  void add(const std::string& arn, Status status, const std::string& text) {
    on_context([&] { reporter_.add(make(arn, status, text)); });
  }

  Result<void> attempt(const std::string& arn, const std::string& text) {
    const std::scoped_lock lock(mutex_);
    sent_.push_back(text);
    times_.push_back(std::chrono::steady_clock::now());
    auto& answers = answers_[arn];
    if (answers.empty()) return {};
    const Fault answer = answers.front();
    answers.pop_front();
    return fail(answer);
  }

  std::vector<std::string> sent() {
    const std::scoped_lock lock(mutex_);
    return sent_;
  }
  std::vector<std::string> acknowledged() {
    const std::scoped_lock lock(mutex_);
    return acknowledged_;
  }
  bool idle() {
    bool is_idle = false;
    on_context([&] { is_idle = reporter_.idle(); });
    return is_idle;
  }
  bool wait_until_idle() {
    return eventually([this] { return idle(); });
  }

  std::mutex mutex_;
  std::map<std::string, std::deque<Fault>> answers_;
  std::vector<std::string> sent_;
  std::vector<Instant> times_;
  std::vector<std::string> acknowledged_;
  net::Runtime runtime_{1};
  StateReporter reporter_{runtime_.main_context()};
};

const Fault kAway{"ConnectionRefused", "nobody there", 0, {}};

TEST_F(StateReporterTest, SendsInOrderAndTellsWhatIsAcknowledged) {
  add("a", Status::kRunning, "a runs");
  add("a", Status::kNone, "a's side car ended");
  add("a", Status::kStopped, "a stopped");
  ASSERT_TRUE(wait_until_idle());
  EXPECT_THAT(sent(), ElementsAre("a runs", "a's side car ended", "a stopped"));
  EXPECT_THAT(acknowledged(), ElementsAre("a RUNNING", "a STOPPED"));
}

TEST_F(StateReporterTest, KeepsTheOrderWithinATaskAndHoldsUpNoOther) {
  answers_["a"] = {kAway, kAway};
  on_context([this] {
    reporter_.add(make("a", Status::kRunning, "a runs"));
    reporter_.add(make("a", Status::kStopped, "a stopped"));
    reporter_.add(make("b", Status::kRunning, "b runs"));
  });
  ASSERT_TRUE(wait_until_idle());
  EXPECT_THAT(sent(), ElementsAre("a runs", "b runs", "a runs", "a runs", "a stopped"));
  EXPECT_THAT(acknowledged(), ElementsAre("b RUNNING", "a RUNNING", "a STOPPED"));
}

TEST_F(StateReporterTest, WaitsLongerEachTime) {
  answers_["a"] = {kAway, Fault{"ServerException", "busy", 500, {}}};
  add("a", Status::kRunning, "a runs");
  ASSERT_TRUE(wait_until_idle());
  ASSERT_EQ(times_.size(), 3u);
  EXPECT_GE(times_[1] - times_[0], 250ms);
  EXPECT_GE(times_[2] - times_[1], 500ms);
}

TEST_F(StateReporterTest, TriesAgainAtOnceWhenTheControlPlaneIsBack) {
  // Left to itself it would wait for more than 15 s.
  answers_["a"] = {kAway, kAway, kAway, kAway, kAway, kAway};
  const auto start = std::chrono::steady_clock::now();
  add("a", Status::kStopped, "a stopped");
  ASSERT_TRUE(eventually([this] {
    on_context([this] { reporter_.retry_now(); });
    return sent().size() == 7;
  }));
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  ASSERT_TRUE(wait_until_idle());
  EXPECT_THAT(acknowledged(), ElementsAre("a STOPPED"));
}

TEST_F(StateReporterTest, DropsWhatIsRefusedForGood) {
  for (const char* code : {"InvalidParameterException", "ClientException", "ValidationException"}) {
    answers_[code] = {Fault{code, "no such task", 400, {}}};
    add(code, Status::kRunning, code);
    add(code, Status::kStopped, "next");
    ASSERT_TRUE(wait_until_idle());
    EXPECT_THAT(sent(), ElementsAre(code, "next"));
    EXPECT_THAT(acknowledged(),
                ElementsAre(std::string(code) + " RUNNING", std::string(code) + " STOPPED"));
    sent_.clear();
    acknowledged_.clear();
  }
}

TEST_F(StateReporterTest, KeepsWhatMayStillBePutRight) {
  for (const char* code : {"AccessDeniedException", "ExpiredTokenException", "Timeout"}) {
    answers_[code] = {Fault{code, "not now", 400, {}}};
    add(code, Status::kRunning, code);
    ASSERT_TRUE(wait_until_idle());
    EXPECT_THAT(sent(), ElementsAre(code, code));
    sent_.clear();
  }
}

TEST_F(StateReporterTest, WhatAnAcknowledgementAddsIsSentOnce) {
  reporter_.set_acknowledged([this](const std::string&, Status status) {
    if (status == Status::kRunning) reporter_.add(make("a", Status::kStopped, "a stopped"));
  });
  add("a", Status::kRunning, "a runs");
  ASSERT_TRUE(eventually([this] { return sent().size() >= 2; }));
  ASSERT_TRUE(wait_until_idle());
  EXPECT_THAT(sent(), ElementsAre("a runs", "a stopped"));
}

TEST_F(StateReporterTest, SendsNothingOnceStopped) {
  answers_["a"] = std::deque<Fault>(100, kAway);
  add("a", Status::kRunning, "a runs");
  ASSERT_TRUE(eventually([this] { return sent().size() == 1; }));
  std::size_t count = 0;
  on_context([&] {
    reporter_.stop();
    count = sent().size();
    reporter_.add(make("b", Status::kRunning, "b runs"));
    reporter_.retry_now();
  });
  std::this_thread::sleep_for(600ms);   // longer than the first two waits
  EXPECT_LE(sent().size(), count + 1);  // one may have been on its way
  EXPECT_THAT(sent(), ::testing::Not(::testing::Contains("b runs")));
}

/// A task of "app", which ended with 3, and "side", which runs.
TaskRecord half_ended() {
  TaskRecord task;
  task.arn = "task-arn";
  task.pull_started_at_ms = 1000;
  task.pull_stopped_at_ms = 2000;
  task.execution_stopped_at_ms = 3000;
  task.reason = "Essential container in task exited";
  ContainerRecord app;
  app.name = "app";
  app.docker_id = "id-1";
  app.image_digest = "sha256:d";
  app.known = Status::kStopped;
  app.exit_code = 3;
  app.started_at_ms = 2500;
  app.reason = "OutOfMemoryError: Container killed due to memory usage";
  app.bindings.emplace_back().host_port = 8080;
  ContainerRecord side;
  side.name = "side";
  side.known = Status::kRunning;
  task.containers = {app, side};
  return task;
}

TEST(TaskReport, IsNoFurtherThanItsStatus) {
  const auto report = make_task_report(half_ended(), Status::kRunning, "blue");
  EXPECT_EQ(report.cluster, "blue");
  EXPECT_EQ(report.task, "task-arn");
  EXPECT_EQ(report.status, "RUNNING");
  EXPECT_FALSE(report.reason);
  EXPECT_FALSE(report.execution_stopped_at);
  EXPECT_EQ(report.pull_started_at, from_epoch_ms(1000));
  EXPECT_EQ(report.pull_stopped_at, from_epoch_ms(2000));
  ASSERT_EQ(report.containers->size(), 2u);
  const auto& app = report.containers->front();
  EXPECT_EQ(app.container_name, "app");
  EXPECT_EQ(app.status, "RUNNING");
  EXPECT_EQ(app.runtime_id, "id-1");
  EXPECT_EQ(app.image_digest, "sha256:d");
  EXPECT_EQ(app.network_bindings->front().host_port, 8080);
  EXPECT_FALSE(app.exit_code);
  EXPECT_FALSE(app.reason);
  EXPECT_FALSE(report.containers->back().runtime_id);
}

TEST(TaskReport, OfARunningTaskSaysWhatCouldNotStart) {
  TaskRecord task = half_ended();
  task.containers.front().started_at_ms = 0;
  const auto report = make_task_report(task, Status::kRunning, "blue");
  EXPECT_EQ(report.containers->front().status, "STOPPED");
  EXPECT_EQ(report.containers->back().status, "RUNNING");
}

TEST(TaskReport, OfTheEndSaysWhy) {
  const auto report = make_task_report(half_ended(), Status::kStopped, "blue");
  EXPECT_EQ(report.status, "STOPPED");
  EXPECT_EQ(report.reason, "Essential container in task exited");
  EXPECT_EQ(report.execution_stopped_at, from_epoch_ms(3000));
  const auto& app = report.containers->front();
  EXPECT_EQ(app.status, "STOPPED");
  EXPECT_EQ(app.exit_code, 3);
  EXPECT_EQ(app.reason, "OutOfMemoryError: Container killed due to memory usage");
  EXPECT_EQ(report.containers->back().status, "RUNNING");
}

TEST(ContainerReport, IsOfOneContainer) {
  const TaskRecord task = half_ended();
  const auto report = make_container_report(task, task.containers.front(), "blue");
  EXPECT_EQ(report.cluster, "blue");
  EXPECT_EQ(report.task, "task-arn");
  EXPECT_EQ(report.container_name, "app");
  EXPECT_EQ(report.runtime_id, "id-1");
  EXPECT_EQ(report.status, "STOPPED");
  EXPECT_EQ(report.exit_code, 3);
  EXPECT_EQ(report.reason, "OutOfMemoryError: Container killed due to memory usage");
  EXPECT_EQ(report.network_bindings->size(), 1u);
}

}  // namespace
}  // namespace berth::agent
