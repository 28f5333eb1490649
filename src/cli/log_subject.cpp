// What `berth logs` prints the log of: where its lines are, and how long there may be more.
#include "cli/log_subject.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace berth::cli {
namespace {

/// "main: exit code 3", "side: CannotPullContainerError: …", or empty.
std::string end_of(const aws::ecs::Container& container) {
  std::string end;
  if (container.exit_code) end = fmt::format("exit code {}", *container.exit_code);
  if (container.reason) end += (end.empty() ? "" : ", ") + *container.reason;
  return end.empty() ? end : container.name.value_or("") + ": " + end;
}

class TaskSubject final : public LogSubject {
 public:
  TaskSubject(RegionalClients& clients, const Clock& clock, TaskName name, std::string container,
              std::chrono::milliseconds delivery_time)
      : clients_(clients),
        clock_(clock),
        name_(resolved(std::move(name))),
        container_(std::move(container)),
        delivery_time_(delivery_time) {}

  net::Task<Result<std::vector<LogSource>>> find() override {
    BERTH_CO_ASSIGN(ecs_, clients_.in(name_.region));
    auto task = co_await find_task(*ecs_, name_);
    if (!task) co_return fail(task.error());
    task_ = std::move(*task);
    name_.task = task_.task_arn.value_or("");
    auto definition = co_await definition_of(*ecs_, task_);
    if (!definition) co_return fail(definition.error());
    co_return log_sources(*definition, task_, container_, name_.region);
  }

  net::Task<Result<void>> refresh(std::vector<LogSource*> sources) override {
    if (is_stopped()) co_return Result<void>();
    auto task = co_await find_task(*ecs_, name_);
    if (!task && task.error().code == "NoTask") {
      task_.last_status = "STOPPED";  // and forgotten
      co_return Result<void>();
    }
    if (!task) co_return fail(task.error());
    task_ = std::move(*task);
    for (LogSource* source : sources) name_stream(task_, *source);
    co_return Result<void>();
  }

  /// The task stopped so long ago that its log is complete. Clocks may differ: longer than
  /// `delivery_time` from now is never waited.
  bool is_settled() override {
    if (!is_stopped()) return false;
    const TimePoint now = clock_.now();
    if (!settled_at_) {
      const auto stopped_at = std::min(task_.stopped_at.value_or(now), now);
      settled_at_ = stopped_at + delivery_time_;
    }
    return now >= *settled_at_;
  }

  bool is_waited_for() const override { return true; }

  Fault why_nothing(const LogSource& source) const override {
    std::string status = task_.last_status.value_or("UNKNOWN");
    if (task_.stopped_reason) status += ": " + *task_.stopped_reason;
    const std::string where = fmt::format("log group {} in {}", source.group, source.region);
    const std::string reason =
        source.stream.empty() ? fmt::format("its container {} is not made yet", source.container)
                              : fmt::format("there is no stream {} in {}", source.stream, where);
    return client_fault("NoLog",
                        fmt::format("task {} has written no log{} ({}): {}", task_id_of(task_),
                                    is_stopped() ? "" : " yet", status, reason));
  }

  std::string epilogue() const override {
    if (!is_stopped()) return {};
    std::string ends;
    if (task_.containers) {
      for (const auto& container : *task_.containers) {
        const std::string end = end_of(container);
        if (!end.empty()) ends += (ends.empty() ? "" : "; ") + end;
      }
    }
    if (!task_.stopped_reason && ends.empty()) return {};
    if (!ends.empty()) ends = " (" + ends + ")";
    return fmt::format("task {} stopped: {}{}", task_id_of(task_),
                       task_.stopped_reason.value_or("no reason is known"), ends);
  }

 private:
  bool is_stopped() const { return task_.last_status == "STOPPED"; }

  RegionalClients& clients_;
  const Clock& clock_;
  TaskName name_;
  std::string container_;
  std::chrono::milliseconds delivery_time_;
  client::AwsClient* ecs_ = nullptr;
  aws::ecs::Task task_;
  std::optional<TimePoint> settled_at_;
};

class GroupSubject final : public LogSubject {
 public:
  explicit GroupSubject(LogTarget target) : target_(std::move(target)) {}

  net::Task<Result<std::vector<LogSource>>> find() override {
    co_return std::vector<LogSource>(1, {"", target_.region, target_.group, target_.stream});
  }
  net::Task<Result<void>> refresh(std::vector<LogSource*>) override { co_return Result<void>(); }
  bool is_settled() override { return false; }
  bool is_waited_for() const override { return false; }

  Fault why_nothing(const LogSource& source) const override {
    if (source.stream.empty()) {
      return client_fault(
          "NoLog", fmt::format("there is no log group {} in {}", source.group, source.region));
    }
    return client_fault("NoLog", fmt::format("there is no stream {} in log group {} in {}, or no "
                                             "such group",
                                             source.stream, source.group, source.region));
  }

 private:
  LogTarget target_;
};

}  // namespace

std::unique_ptr<LogSubject> make_task_subject(RegionalClients& clients, const Clock& clock,
                                              TaskName name, std::string container,
                                              std::chrono::milliseconds delivery_time) {
  return std::make_unique<TaskSubject>(clients, clock, std::move(name), std::move(container),
                                       delivery_time);
}

std::unique_ptr<LogSubject> make_group_subject(LogTarget target) {
  return std::make_unique<GroupSubject>(std::move(target));
}

}  // namespace berth::cli
