// For tests: a task engine on a runtime of its own, from an agent's start to its death.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "agent/docker/docker_client.h"
#include "agent/state_file.h"
#include "agent/task_engine.h"
#include "agent/trust_bundles.h"
#include "base/clock.h"
#include "base/random.h"
#include "net/runtime.h"

namespace berth::agent::test_support {

/// What a run works with; everything outlives it. The functions run on the run's context.
struct EngineRunParts {
  const Settings& settings;
  net::Origin docker;
  /// What an agent's file would hold, as text (state_file.h).
  std::function<Result<void>(std::string)> keep;
  std::function<net::Task<Result<void>>(aws::ecs::SubmitTaskStateChangeRequest)> submit_task;
  std::function<net::Task<Result<void>>(aws::ecs::SubmitContainerStateChangeRequest)>
      submit_container;
};

/// Dies as by `kill -9` when it is destroyed: what it waits for is never finished.
class EngineRun {
 public:
  /// Adopts the tasks of an earlier run's text; empty: there was none.
  EngineRun(EngineRunParts parts, const std::string& kept)
      : keep_(std::move(parts.keep)),
        random_(kept.size()),
        docker_(runtime_.main_context(), std::move(parts.docker)),
        reporter_(runtime_.main_context()),
        engine_(TaskEngineParts{runtime_.main_context(), docker_, parts.settings, mode_, logs_,
                                bundles_, pulled_images_, clock_, random_, directory_, credentials_,
                                refusals_, reporter_, [this] { return save(); },
                                std::move(parts.submit_task), std::move(parts.submit_container)}) {
    std::vector<TaskRecord> records;
    if (!kept.empty()) records = decode_state(kept).value().tasks;
    net::run_blocking(runtime_.main_context(), [this, &records]() -> net::Task<void> {
      co_await engine_.adopt(std::move(records));
    });
  }
  ~EngineRun() { die(); }
  EngineRun(const EngineRun&) = delete;
  EngineRun& operator=(const EngineRun&) = delete;

  /// Nothing runs on the context any more.
  void die() { runtime_.stop(); }

  /// Runs `work` on the engine's context.
  template <class Work>
  auto on_context(Work work) {
    std::optional<decltype(work())> result;
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      result.emplace(work());
      co_return;
    });
    return std::move(*result);
  }
  /// Runs a coroutine there and waits for its end.
  void await(std::function<net::Task<void>()> task) {
    net::run_blocking(runtime_.main_context(), std::move(task));
  }

  net::asio::io_context& context() { return runtime_.main_context(); }
  TaskEngine& engine() { return engine_; }
  DockerClient& docker() { return docker_; }
  StateReporter& reporter() { return reporter_; }
  TaskDirectory& directory() { return directory_; }
  CredentialStore& credentials() { return credentials_; }
  SystemClock& clock() { return clock_; }
  Random& random() { return random_; }

 private:
  Result<void> save() {
    AgentState state;
    state.tasks = engine_.records();
    return keep_(encode_state(state));
  }

  std::function<Result<void>(std::string)> keep_;
  SystemClock clock_;
  SeededRandom random_;
  net::Runtime runtime_{1};
  DockerClient docker_;
  EndpointsMode mode_;
  LogDelivery logs_;
  TrustBundles bundles_{"/nonexistent", ""};
  std::set<std::string> pulled_images_;
  TaskDirectory directory_;
  CredentialStore credentials_;
  RefusalCounts refusals_;
  StateReporter reporter_;
  TaskEngine engine_;
};

}  // namespace berth::agent::test_support
