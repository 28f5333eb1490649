// The known-good procedure as it runs: makes, starts and watches, and tells each step as it ends.
#include "doctor/known_good/procedure.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "doctor/names.h"

namespace berth::doctor {
namespace {

namespace ecs_ops = aws::ecs::ops;

constexpr std::chrono::milliseconds kLookPeriod{500};
constexpr std::chrono::seconds kLogPatience{10};   // awslogs brings lines with a delay
constexpr std::chrono::seconds kRolePatience{15};  // IAM's changes take some seconds on AWS
constexpr std::chrono::milliseconds kRolePeriod{2000};

class Run {
 public:
  Run(const Asking& asking, const KnownGoodPlan& plan, std::chrono::seconds patience, Stop& stop,
      const Watcher& watcher, Outcome& outcome)
      : asking_(asking),
        plan_(plan),
        patience_(patience),
        stop_(stop),
        watcher_(watcher),
        outcome_(outcome) {}

  /// Each part says whether the next has its turn.
  net::Task<bool> make_log_group();
  net::Task<bool> make_role();
  net::Task<bool> attach_policy();
  net::Task<bool> register_definition();
  net::Task<bool> start();
  net::Task<bool> watch();
  net::Task<bool> read_log();

  bool is_interrupted() {
    if (stop_.times() > 0) outcome_.interrupted = true;
    return outcome_.interrupted;
  }

 private:
  void tell(const char* id, StepStatus status, std::string detail) const {
    watcher_.done({id, status, std::move(detail)});
  }

  /// `made`: what the question was to make, where it was; an answer that says no made nothing, one
  /// that did not come may have.
  bool refuse(const char* id, const std::string& question, const Fault& refusal, TimePoint at,
              bool Made::*made = nullptr) {
    const bool is_no = refusal.http_status < 500 && !is_unreadable(refusal);
    if (made != nullptr && is_no) outcome_.made.*made = false;
    outcome_.attempt = AttemptSeen{question, refusal, at};
    tell(id, StepStatus::kFailed,
         question + " was refused: " + refusal.code + ": " + refusal.message);
    return false;
  }

  /// Asks; true, with the step told, where it was answered.
  template <class Op>
  net::Task<bool> make(const char* id, std::string region, std::string about,
                       typename Op::Input input, std::string detail, bool Made::*flag = nullptr) {
    auto made = co_await ask<Op>(asking_, std::move(region), std::move(about), std::move(input));
    if (!made) co_return refuse(id, made.question, *made.refusal, made.at, flag);
    tell(id, StepStatus::kOk, std::move(detail));
    co_return true;
  }

  net::Task<Asked<aws::Empty>> ask_to_attach();
  net::Task<Asked<aws::ecs::RunTaskResponse>> ask_to_run();
  std::string since(TimePoint begin) const {
    const std::chrono::duration<double> passed = asking_.clock.now() - begin;
    return fmt::format("{:.1f} s", passed.count());
  }
  void tell_status(const aws::ecs::Task& task);
  void take_lines(const std::vector<aws::logs::OutputLogEvent>& events);
  void tell_log() const;

  const Asking& asking_;
  const KnownGoodPlan& plan_;
  const std::chrono::seconds patience_;
  Stop& stop_;
  const Watcher& watcher_;
  Outcome& outcome_;
  TimePoint started_at_{};
  bool has_run_ = false;  ///< its container left with a status
  bool log_is_whole_ = false;
};

net::Task<bool> Run::make_log_group() {
  aws::logs::CreateLogGroupRequest request;
  request.log_group_name = plan_.name;
  request.tags = std::map<std::string, std::string>{{kTagKey, kTagValue}};
  outcome_.made.log_group = true;
  const bool made = co_await make<aws::logs::ops::CreateLogGroup>(
      "log-group", plan_.region, plan_.name, std::move(request),
      "made " + plan_.name + " in " + plan_.region, &Made::log_group);
  co_return made;
}

net::Task<bool> Run::make_role() {
  if (!plan_.makes_role()) {
    tell("role", StepStatus::kOk, "uses " + plan_.role);
    co_return true;
  }
  aws::iam::CreateRoleRequest request;
  request.role_name = plan_.name;
  request.assume_role_policy_document = trust_document();
  aws::iam::Tag tag;
  tag.key = kTagKey;
  tag.value = kTagValue;
  request.tags.emplace().push_back(std::move(tag));
  outcome_.made.role = true;
  const bool made = co_await make<aws::iam::ops::CreateRole>(
      "role", kIamRegion, plan_.name, std::move(request),
      "made " + plan_.name + ", which ecs-tasks.amazonaws.com may assume", &Made::role);
  co_return made;
}

net::Task<bool> Run::attach_policy() {
  if (!plan_.makes_role()) co_return true;
  auto asked = co_await ask_to_attach();
  if (asked.was_refused_as("NoSuchEntity") || asked.was_refused_as("PolicyNotAttachable")) {
    tell("policy", StepStatus::kNote,
         outcome_.made.policy_arn + " is not to be had: " + asked.refusal->code);
    outcome_.made.policy_arn = kTaskPolicySuccessorArn;
    auto again = co_await ask_to_attach();
    asked = std::move(again);
  }
  if (!asked) co_return refuse("policy", asked.question, *asked.refusal, asked.at);
  tell("policy", StepStatus::kOk, "attached " + outcome_.made.policy_arn);
  co_return true;
}

net::Task<Asked<aws::Empty>> Run::ask_to_attach() {
  aws::iam::AttachRolePolicyRequest request;
  request.role_name = plan_.name;
  request.policy_arn = outcome_.made.policy_arn;
  auto asked = co_await ask<aws::iam::ops::AttachRolePolicy>(asking_, kIamRegion, plan_.name,
                                                             std::move(request));
  co_return asked;
}

net::Task<bool> Run::register_definition() {
  outcome_.made.definition = true;
  auto request = definition_of(plan_);
  auto made = co_await ask<ecs_ops::RegisterTaskDefinition>(asking_, plan_.region, plan_.name,
                                                            std::move(request));
  if (!made) {
    co_return refuse("definition", made.question, *made.refusal, made.at, &Made::definition);
  }
  if (made->task_definition) {
    outcome_.made.definition_arn = made->task_definition->task_definition_arn.value_or("");
  }
  tell("definition", StepStatus::kOk,
       "registered " + last_segment(outcome_.made.definition_arn) + ", image " + plan_.image);
  co_return true;
}

net::Task<Asked<aws::ecs::RunTaskResponse>> Run::ask_to_run() {
  aws::ecs::RunTaskRequest request;
  request.cluster = plan_.cluster;
  request.launch_type = "EC2";
  request.task_definition = outcome_.made.definition_arn;
  request.started_by = plan_.name;
  aws::ecs::Tag tag;
  tag.key = kTagKey;
  tag.value = kTagValue;
  request.tags.emplace().push_back(std::move(tag));
  outcome_.made.task = true;
  auto ran = co_await ask<ecs_ops::RunTask>(
      asking_, plan_.region, last_segment(outcome_.made.definition_arn), std::move(request));
  co_return ran;
}

net::Task<bool> Run::start() {
  const TimePoint began = asking_.clock.now();
  auto ran = co_await ask_to_run();
  const auto is_too_soon = [this, began](const auto& asked) {
    return plan_.makes_role() && asked.was_refused_as("ClientException") &&
           contains(asked.refusal->message, "assume") &&
           asking_.clock.now() - began < kRolePatience && stop_.times() == 0;
  };
  while (is_too_soon(ran)) {
    watcher_.waiting("the role is not known everywhere yet");
    co_await stop_.rest(kRolePeriod);
    auto again = co_await ask_to_run();
    ran = std::move(again);
  }
  if (!ran) co_return refuse("task", ran.question, *ran.refusal, ran.at, &Made::task);
  if (items(ran->tasks).empty()) {
    const auto& failures = items(ran->failures);
    Fault refusal{"EmptyAnswer", "neither a task nor a reason", 200, {}};
    if (!failures.empty()) {
      refusal.code = failures[0].reason.value_or("");
      refusal.message = failures[0].detail.value_or(failures[0].arn.value_or(""));
    }
    co_return refuse("task", ran.question, refusal, ran.at, &Made::task);
  }
  outcome_.made.task_arn = ran->tasks->front().task_arn.value_or("");
  started_at_ = asking_.clock.now();
  tell("task", StepStatus::kOk, "started " + outcome_.made.task_arn);
  co_return true;
}

void Run::tell_status(const aws::ecs::Task& task) {
  const std::string status = task.last_status.value_or("");
  std::string line = status + " after " + since(started_at_);
  bool is_well = true;
  if (status == "STOPPED") {
    outcome_.made.task_has_stopped = true;
    if (task.stopped_reason) line += ": " + *task.stopped_reason;
    for (const auto& container : items(task.containers)) {
      if (container.reason && !container.reason->empty()) line += ", " + *container.reason;
      if (!container.exit_code) continue;
      has_run_ = true;
      line +=
          ", " + container.name.value_or("") + " left with " + std::to_string(*container.exit_code);
    }
    is_well = has_run_ && line.ends_with(" left with 0");
  }
  tell("task", is_well ? StepStatus::kOk : StepStatus::kFailed, std::move(line));
}

net::Task<bool> Run::watch() {
  std::string last;
  while (!is_interrupted()) {
    aws::ecs::DescribeTasksRequest request;
    request.cluster = plan_.cluster;
    request.tasks.emplace().push_back(outcome_.made.task_arn);
    auto seen = co_await ask<ecs_ops::DescribeTasks>(
        asking_, plan_.region, last_segment(outcome_.made.task_arn), std::move(request));
    if (!seen) co_return refuse("task", seen.question, *seen.refusal, seen.at);
    const auto& tasks = items(seen->tasks);
    if (tasks.empty()) {
      const Fault gone{"MISSING", "the task is not there any more", 200, {}};
      co_return refuse("task", seen.question, gone, seen.at);
    }
    const std::string status = tasks[0].last_status.value_or("");
    if (status != last) tell_status(tasks[0]);
    last = status;
    if (status == "STOPPED") co_return true;
    if (asking_.clock.now() - started_at_ > patience_) {
      outcome_.too_long = true;
      tell("task", StepStatus::kFailed, "still " + status + " after " + since(started_at_));
      co_return false;
    }
    watcher_.waiting("the task is " + status + ", " + since(started_at_));
    co_await stop_.rest(kLookPeriod);
  }
  co_return false;
}

void Run::take_lines(const std::vector<aws::logs::OutputLogEvent>& events) {
  std::string text;
  for (const auto& event : events) {
    const std::string line = event.message.value_or("");
    if (auto statuses = endpoint_statuses(line)) {
      outcome_.endpoint_statuses = std::move(*statuses);
      log_is_whole_ = true;
      continue;
    }
    if (!line.empty()) outcome_.last_line = line;
    text += line + "\n";
  }
  outcome_.answered = contains(text, "\"taskArns\"") && contains(text, outcome_.made.task_arn);
}

void Run::tell_log() const {
  if (outcome_.answered) {
    tell("log", StepStatus::kOk, "the list of tasks that the task asked for holds the task");
  } else if (outcome_.last_line.empty()) {
    tell("log", StepStatus::kNote, "it holds nothing");
  } else {
    tell("log", StepStatus::kFailed, "its last line: " + outcome_.last_line);
  }
  const auto& statuses = outcome_.endpoint_statuses;
  if (statuses.empty()) return;
  const auto good = std::count(statuses.begin(), statuses.end(), 200);
  const bool is_well = static_cast<std::size_t>(good) == statuses.size();
  tell("endpoint", is_well ? StepStatus::kOk : StepStatus::kFailed,
       fmt::format("{} of {} questions at once were answered 200", good, statuses.size()));
}

net::Task<bool> Run::read_log() {
  const TimePoint began = asking_.clock.now();
  while (true) {
    aws::logs::GetLogEventsRequest request;
    request.log_group_name = plan_.name;
    request.log_stream_name = stream_of(plan_, outcome_.made.task_arn);
    request.start_from_head = false;
    auto events = co_await ask<aws::logs::ops::GetLogEvents>(asking_, plan_.region, plan_.name,
                                                             std::move(request));
    if (events) take_lines(items(events->events));
    const bool may_come = has_run_ && !log_is_whole_;
    const bool is_late = asking_.clock.now() - began > kLogPatience;
    if (!may_come || is_late || is_interrupted()) break;
    watcher_.waiting("the log comes in");
    co_await stop_.rest(kLookPeriod);
  }
  tell_log();
  co_return true;
}

}  // namespace

net::Task<void> run_known_good(const Asking& asking, const KnownGoodPlan& plan,
                               std::chrono::seconds patience, Stop& stop, const Watcher& watcher,
                               Outcome& outcome) {
  Run run(asking, plan, patience, stop, watcher, outcome);
  for (const auto part : {&Run::make_log_group, &Run::make_role, &Run::attach_policy,
                          &Run::register_definition, &Run::start, &Run::watch, &Run::read_log}) {
    if (run.is_interrupted()) co_return;
    const bool goes_on = co_await (run.*part)();
    if (!goes_on) co_return;
  }
}

}  // namespace berth::doctor
