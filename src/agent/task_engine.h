// The tasks of this instance: what the control plane wants of each, and how far each has come.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agent/credentials/credential_store.h"
#include "agent/credentials/refusal_counts.h"
#include "agent/hooks/hook.h"
#include "agent/state_reporter.h"
#include "agent/task_directory.h"
#include "agent/task_record.h"
#include "aws/models/acs.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/notification.h"

namespace berth::agent {

/// What the engine works with; everything outlives it.
struct TaskEngineParts {
  net::asio::io_context& context;
  DockerClient& docker;
  const Settings& settings;
  const EndpointsMode& endpoints;
  const LogDelivery& logs;
  TrustBundles& bundles;
  std::set<std::string>& pulled_images;
  const Clock& clock;
  Random& random;
  TaskDirectory& directory;
  CredentialStore& credentials;
  RefusalCounts& refusals;
  StateReporter& reporter;
  /// Makes records() durable, with whatever else the agent keeps.
  std::function<Result<void>()> save;
  /// Sends a report of a task, or of one of its containers.
  std::function<net::Task<Result<void>>(aws::ecs::SubmitTaskStateChangeRequest)> submit_task;
  std::function<net::Task<Result<void>>(aws::ecs::SubmitContainerStateChangeRequest)>
      submit_container;
  ContainerLogs* container_logs = nullptr;  ///< used where `logs` says by_agent
};

/// Every container is a coroutine that waits for what it depends on, goes through the hooks, and
/// waits for its end or the order to stop. Use from one io_context, and only while that runs.
class TaskEngine {
 public:
  explicit TaskEngine(TaskEngineParts parts);

  /// Takes up the tasks of an earlier run: finds their containers, and goes on with each where it
  /// was. To be awaited before anything else.
  net::Task<void> adopt(std::vector<TaskRecord> tasks);

  /// A payload's tasks and their credentials. New ones start; known ones are told their desired
  /// status. Durable when this returns: it may be acknowledged. Fault "ShuttingDown" or "IoError".
  Result<void> take(std::vector<aws::acs::Task> tasks);
  /// New credentials of a known task; false where the task is not known.
  bool renew_credentials(const std::string& task_arn, const std::string& role_type,
                         const aws::acs::IAMRoleCredentials& credentials);

  /// Stops a task that the control plane does not want any more.
  void stop(const std::string& task_arn);
  /// From now on no new task is taken.
  void refuse_new() { refuse_new_ = true; }
  /// Stops every task, whatever the control plane wants.
  void stop_all();
  /// Waits until every task has stopped and that is acknowledged, or `patience` is over; false
  /// then.
  net::Task<bool> all_stopped(std::chrono::milliseconds patience);
  /// Removes containers and volumes of tasks that stopped `age` ago or longer, and forgets these
  /// tasks once that is done and their end is acknowledged.
  net::Task<void> clean_up(std::chrono::milliseconds age);

  /// Something happened to a container: looks at it. Ids that are no task's are passed over.
  net::Task<void> look_at(std::string docker_id);
  net::Task<void> look_at_all();

  /// Tasks that have not stopped.
  std::vector<std::string> running_tasks() const;
  std::vector<TaskRecord> records() const;
  bool stopping() const { return refuse_new_; }

 private:
  struct ActiveTask {
    ActiveTask(net::asio::io_context& context, TaskRecord taken)
        : record(std::move(taken)), changed(context) {}
    TaskRecord record;
    net::Notification changed;
  };
  using TaskPtr = std::shared_ptr<ActiveTask>;

  void begin(const TaskPtr& task);
  net::Task<void> run_container(TaskPtr task, std::size_t index);
  net::Task<bool> wait_for_turn(TaskPtr task, std::size_t index);
  net::Task<void> start_container(TaskPtr task, std::size_t index);
  net::Task<void> stop_container(TaskPtr task, std::size_t index);
  net::Task<void> wait_for_stop_turn(TaskPtr task, std::size_t index);
  void follow_log(const TaskPtr& task, std::size_t index);
  net::Task<void> wait_for_log(TaskPtr task, std::size_t index);

  void take_credentials(const aws::acs::Task& task);
  void order_stop(const TaskPtr& task);
  /// Works out what the containers' states mean for the task, reports what is new, wakes who waits.
  void settle(const TaskPtr& task);
  void settle_statuses(TaskRecord& task);
  void report_task(const TaskRecord& task, Status status);
  void report_container(const TaskRecord& task, const ContainerRecord& container);
  void save_or_warn();

  TaskEngineParts parts_;
  HookServices services_;
  std::map<std::string, TaskPtr> tasks_;
  net::Notification any_changed_;
  bool refuse_new_ = false;
};

}  // namespace berth::agent
