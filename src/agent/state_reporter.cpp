// Reports of one task keep their order; tasks do not wait for one another.
#include "agent/state_reporter.h"

#include <algorithm>
#include <chrono>

#include <spdlog/spdlog.h>

#include "net/runtime.h"

namespace berth::agent {
namespace {

constexpr std::chrono::milliseconds kReportBackoffMin{250};
constexpr std::chrono::milliseconds kReportBackoffMax{std::chrono::seconds(30)};

/// What no repetition mends. Credentials and permissions may still be put right.
bool refused_for_good(const Fault& fault) {
  return fault.code == "InvalidParameterException" || fault.code == "ClientException" ||
         fault.code == "ValidationException";
}

std::optional<TimePoint> time_of(std::int64_t epoch_ms) {
  if (epoch_ms == 0) return std::nullopt;
  return from_epoch_ms(epoch_ms);
}

aws::ecs::ContainerStateChange container_change(const ContainerRecord& container, Status at_most) {
  aws::ecs::ContainerStateChange change;
  // One that ran and has ended is said to run first; one that could not be started never did.
  const bool has_run = container.started_at_ms != 0;
  const Status status = has_run ? std::min(container.known, at_most) : container.known;
  change.container_name = container.name;
  change.status = to_text(status);
  if (!container.docker_id.empty()) change.runtime_id = container.docker_id;
  if (!container.image_digest.empty()) change.image_digest = container.image_digest;
  if (!container.bindings.empty()) change.network_bindings = container.bindings;
  if (status == Status::kStopped) {
    change.exit_code = container.exit_code;
    if (!container.reason.empty()) change.reason = container.reason;
  }
  return change;
}

}  // namespace

StateReporter::StateReporter(net::asio::io_context& context)
    : context_(context), wake_(std::make_shared<net::Notification>(context)) {}

void StateReporter::set_acknowledged(std::function<void(const std::string&, Status)> acknowledged) {
  acknowledged_ = std::move(acknowledged);
}

void StateReporter::add(Report report) {
  const std::string arn = report.task_arn;
  auto& queue = queues_[arn];
  queue.push_back(std::move(report));
  if (queue.size() == 1) net::spawn(context_, drain(arn));
}

void StateReporter::retry_now() {
  wake_->notify();
}

void StateReporter::stop() {
  stopped_ = true;
  wake_->notify();
}

net::Task<void> StateReporter::drain(std::string task_arn) {
  const auto wake = wake_;
  auto backoff = kReportBackoffMin;
  while (!stopped_ && !queues_[task_arn].empty()) {
    const Report& report = queues_[task_arn].front();
    const auto seen = wake->version();
    const auto send = report.send;
    const Status status = report.status;
    auto sent = co_await send();
    if (stopped_) co_return;
    if (!sent && !refused_for_good(sent.error())) {
      spdlog::debug("report of {} waits: {}", task_arn, sent.error().message);
      co_await wake->wait(seen, backoff);
      backoff = std::min(backoff * 2, kReportBackoffMax);
      continue;
    }
    if (!sent) {
      spdlog::warn("report of {} is refused: {}: {}", task_arn, sent.error().code,
                   sent.error().message);
    }
    backoff = kReportBackoffMin;
    // Told while the report is still in the queue: what is added now is for this loop to send.
    if (status != Status::kNone && acknowledged_) acknowledged_(task_arn, status);
    queues_[task_arn].pop_front();
  }
  queues_.erase(task_arn);
}

aws::ecs::SubmitTaskStateChangeRequest make_task_report(const TaskRecord& task, Status status,
                                                        const std::string& cluster) {
  aws::ecs::SubmitTaskStateChangeRequest report;
  report.cluster = cluster;
  report.task = task.arn;
  report.status = to_text(status);
  if (status == Status::kStopped && !task.reason.empty()) report.reason = task.reason;
  report.containers.emplace();
  for (const auto& container : task.containers) {
    report.containers->push_back(container_change(container, status));
  }
  report.pull_started_at = time_of(task.pull_started_at_ms);
  report.pull_stopped_at = time_of(task.pull_stopped_at_ms);
  if (status == Status::kStopped) {
    report.execution_stopped_at = time_of(task.execution_stopped_at_ms);
  }
  return report;
}

aws::ecs::SubmitContainerStateChangeRequest make_container_report(const TaskRecord& task,
                                                                  const ContainerRecord& container,
                                                                  const std::string& cluster) {
  const auto change = container_change(container, Status::kStopped);
  aws::ecs::SubmitContainerStateChangeRequest report;
  report.cluster = cluster;
  report.task = task.arn;
  report.container_name = change.container_name;
  report.runtime_id = change.runtime_id;
  report.status = change.status;
  report.exit_code = change.exit_code;
  report.reason = change.reason;
  report.network_bindings = change.network_bindings;
  return report;
}

}  // namespace berth::agent
