// The store is the truth: a payload is read out of it each time, never kept.
#include "control/payload_builder.h"

#include <spdlog/spdlog.h>

#include "services/ecs/lifecycle.h"
#include "services/ecs/shown.h"

namespace berth::control {
namespace {

std::string cluster_arn_of(const store::TaskRecord& task) {
  return "arn:aws:ecs:" + task.region + ":" + task.account + ":cluster/" + task.cluster;
}

Result<ToldTask> told_task(const CredentialsParts& parts, store::Transaction& tx,
                           const store::TaskRecord& record, TimePoint now) {
  const auto definition =
      store::find_task_definition(tx, record.region, record.family, record.revision);
  if (!definition) {
    return fail(client_fault("ClientException", "The task definition is not there any more."));
  }
  acs::PayloadCredentials credentials;
  if (record.desired_status == "RUNNING") {
    auto issued = issue_task_credentials(parts, tx, record, now);
    // What runs goes on, as on AWS; only its credentials are not renewed.
    if (!issued && record.last_status != "RUNNING") return fail(issued.error());
    if (issued) credentials = std::move(*issued);
  }
  BERTH_ASSIGN(aws::acs::Task task,
               acs::make_payload_task(services::ecs::shown_task_definition(*definition),
                                      services::ecs::shown_task(record, services::ecs::Tags::kHide),
                                      credentials));
  return ToldTask{store::task_arn(record), record.desired_status, std::move(task)};
}

}  // namespace

std::vector<ToldTask> tasks_for_agent(const CredentialsParts& parts, store::Transaction& tx,
                                      const std::string& instance_arn, bool all,
                                      const std::function<bool(const ToldTask&)>& skip,
                                      TimePoint now) {
  std::vector<ToldTask> told;
  auto records =
      all ? store::tasks_of_instance(tx, instance_arn) : store::tasks_to_tell(tx, instance_arn);
  for (store::TaskRecord& record : records) {
    if (skip(ToldTask{store::task_arn(record), record.desired_status, {}})) continue;
    auto task = told_task(parts, tx, record, now);
    if (task) {
      told.push_back(std::move(*task));
      continue;
    }
    spdlog::warn("task {} is stopped: {}", store::task_arn(record), task.error().message);
    services::ecs::mark_stopped(tx, record, "TaskFailedToStart", task.error().message, now);
  }
  return told;
}

std::vector<aws::acs::TaskIdentifier> manifest_of(store::Transaction& tx,
                                                  const std::string& instance_arn) {
  std::vector<aws::acs::TaskIdentifier> tasks;
  for (const store::TaskRecord& record : store::tasks_of_instance(tx, instance_arn)) {
    auto& task = tasks.emplace_back();
    task.task_arn = store::task_arn(record);
    task.task_cluster_arn = cluster_arn_of(record);
    task.desired_status = record.desired_status;
  }
  return tasks;
}

std::vector<aws::acs::TaskIdentifier> tasks_to_stop(
    store::Transaction& tx, const std::string& instance_arn,
    const std::vector<aws::acs::TaskIdentifier>& candidates) {
  std::vector<aws::acs::TaskIdentifier> stop;
  for (const aws::acs::TaskIdentifier& candidate : candidates) {
    const auto task = store::find_task_by_arn(tx, candidate.task_arn.value_or(""));
    const bool runs_here = task && task->container_instance_arn == instance_arn &&
                           task->desired_status == "RUNNING" && task->last_status != "STOPPED";
    if (runs_here) continue;
    stop.push_back(candidate);
    stop.back().desired_status = "STOPPED";
  }
  return stop;
}

}  // namespace berth::control
