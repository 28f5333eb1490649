// For tests of the task engine: it, a fake Docker Engine, and what it reports as lines of text.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "agent/docker/fake_engine.h"
#include "agent/engine_run.h"
#include "agent/eventually.h"
#include "aws/json_codec.h"

namespace berth::agent::test_support {

/// "app=3!why": status STOPPED with that exit code and reason, or "app:RUNNING".
inline std::string text_of(const std::string& name, const std::string& status,
                           const std::optional<std::int32_t>& exit_code,
                           const std::optional<std::string>& reason) {
  std::string text = name + ":" + status;
  if (exit_code) text += "=" + std::to_string(*exit_code);
  if (reason) text += " (" + *reason + ")";
  return text;
}

class TaskEngineFixture : public ::testing::Test {
 protected:
  TaskEngineFixture() { start(); }
  ~TaskEngineFixture() override { kill(); }

  /// A first run, or one that goes on with what the run before kept.
  void start() { run_ = std::make_unique<EngineRun>(parts(), kept()); }
  void kill() { run_.reset(); }
  void restart() {
    kill();
    start();
  }

  Result<void> take_payload(const std::vector<std::string>& tasks) {
    std::vector<aws::acs::Task> decoded;
    for (const auto& each : tasks)
      decoded.push_back(aws::decode_json<aws::acs::Task>(each).value());
    return run_->on_context([&] { return run_->engine().take(std::move(decoded)); });
  }
  /// The task `web:1` of ARN `arn` with these containers (JSON of a list).
  static std::string task(const std::string& arn, const std::string& containers,
                          const std::string& more = "") {
    return R"({"arn":")" + arn + R"(","family":"web","version":"1","desiredStatus":"RUNNING",)" +
           R"("containers":)" + containers + more + "}";
  }
  void take(const std::string& arn, const std::string& containers, const std::string& more = "") {
    const auto taken = take_payload({task(arn, containers, more)});
    ASSERT_TRUE(taken) << taken.error().message;
  }
  void stop(const std::string& arn) {
    ASSERT_TRUE(take_payload({R"({"arn":")" + arn + R"(","desiredStatus":"STOPPED"})"}));
  }

  /// As an event of the engine does.
  void look_at(const std::string& label) {
    const auto container = docker_.container(label);
    const std::string id = container ? container->id : "";
    run_->await([this, id] { return run_->engine().look_at(id); });
  }
  void look_at_all() {
    run_->await([this] { return run_->engine().look_at_all(); });
  }
  void exit(const std::string& label, int code, bool oom_killed = false) {
    docker_.exit(label, code, oom_killed);
    look_at(label);
  }

  std::shared_ptr<const TaskRecord> record(const std::string& arn) {
    return run_->directory().by_arn(arn);
  }
  bool comes_to(const std::string& arn, Status status) {
    return eventually([&] {
      const auto found = record(arn);
      return found && found->known >= status;
    });
  }
  bool is_called(const std::string& call) {
    return eventually([&] { return docker_.called(call); });
  }
  /// The engine's calls that begin, end or remove containers.
  std::vector<std::string> steps() {
    std::vector<std::string> found;
    for (const auto& call : docker_.calls()) {
      for (const char* verb : {"create ", "start ", "stop ", "remove ", "exit "}) {
        if (call.rfind(verb, 0) == 0) found.push_back(call);
      }
    }
    return found;
  }

  /// What was reported and acknowledged, once there are so many.
  std::vector<std::string> reports(std::size_t count) {
    eventually([&] {
      const std::scoped_lock lock(mutex_);
      return reports_.size() >= count;
    });
    const std::scoped_lock lock(mutex_);
    return reports_;
  }
  void refuse_reports(std::optional<Fault> why) {
    const std::scoped_lock lock(mutex_);
    refusal_ = std::move(why);
  }
  std::string kept() {
    const std::scoped_lock lock(mutex_);
    return kept_;
  }
  void fail_saves(bool fails) {
    const std::scoped_lock lock(mutex_);
    saves_fail_ = fails;
  }
  bool all_stopped() {
    bool over = false;
    run_->await([&]() -> net::Task<void> {
      const bool is_over = co_await run_->engine().all_stopped(std::chrono::seconds(20));
      over = is_over;
    });
    return over;
  }
  void clean_up(std::chrono::milliseconds age = std::chrono::milliseconds(0)) {
    run_->await([this, age] { return run_->engine().clean_up(age); });
  }

  FakeEngine docker_;
  Settings settings_;
  std::unique_ptr<EngineRun> run_;

 private:
  EngineRunParts parts() {
    return {settings_, docker_.origin(), [this](std::string text) { return keep(std::move(text)); },
            [this](aws::ecs::SubmitTaskStateChangeRequest report) -> net::Task<Result<void>> {
              std::string text = *report.task + " " + *report.status;
              if (report.reason) text += " (" + *report.reason + ")";
              for (const auto& each : *report.containers) {
                text +=
                    " " + text_of(*each.container_name, *each.status, each.exit_code, each.reason);
              }
              co_return hear(std::move(text));
            },
            [this](aws::ecs::SubmitContainerStateChangeRequest report) -> net::Task<Result<void>> {
              co_return hear(
                  *report.task + "/" +
                  text_of(*report.container_name, *report.status, report.exit_code, report.reason));
            }};
  }

  Result<void> keep(std::string text) {
    const std::scoped_lock lock(mutex_);
    if (saves_fail_) return fail(server_fault("IoError", "the disk is full"));
    kept_ = std::move(text);
    return {};
  }
  Result<void> hear(std::string text) {
    const std::scoped_lock lock(mutex_);
    if (refusal_) return fail(*refusal_);
    reports_.push_back(std::move(text));
    return {};
  }

  std::mutex mutex_;
  std::vector<std::string> reports_;
  std::optional<Fault> refusal_;
  std::string kept_;
  bool saves_fail_ = false;
};

}  // namespace berth::agent::test_support
