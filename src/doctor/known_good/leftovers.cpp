// What the known-good procedure made, and its removal.
#include "doctor/known_good/leftovers.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/shell_word.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

namespace ecs_ops = aws::ecs::ops;

constexpr std::chrono::milliseconds kStopPeriod{500};
constexpr std::chrono::seconds kStopPatience{120};  // a stop timeout is 30 s by default

std::string in_region(const KnownGoodPlan& plan) {
  return " --region " + shell_word(plan.region);
}

Leftover task_left(const KnownGoodPlan& plan, const std::string& arn) {
  return {"task " + (arn.empty() ? "started by " + plan.name : arn),
          "aws ecs stop-task" + in_region(plan) + " --cluster " + shell_word(plan.cluster) +
              " --task " + (arn.empty() ? "TASK" : shell_word(last_segment(arn))),
          ""};
}

Leftover definition_left(const KnownGoodPlan& plan, const std::string& arn) {
  const std::string name = shell_word(arn.empty() ? plan.name + ":1" : last_segment(arn));
  return {"task definition " + name,
          "aws ecs deregister-task-definition" + in_region(plan) + " --task-definition " + name +
              "; aws ecs delete-task-definitions" + in_region(plan) + " --task-definitions " + name,
          ""};
}

Leftover role_left(const KnownGoodPlan& plan, const Made& made) {
  const std::string name = " --role-name " + shell_word(plan.name);
  return {"role " + plan.name,
          "aws iam detach-role-policy" + name + " --policy-arn " + made.policy_arn +
              "; aws iam delete-role" + name,
          ""};
}

Leftover group_left(const KnownGoodPlan& plan) {
  return {
      "log group " + plan.name,
      "aws logs delete-log-group" + in_region(plan) + " --log-group-name " + shell_word(plan.name),
      ""};
}

using Arns = std::vector<std::string>;

class Removal {
 public:
  Removal(const Asking& asking, const KnownGoodPlan& plan, const Made& made, Stop& stop,
          const Watcher& watcher)
      : asking_(asking), plan_(plan), made_(made), stop_(stop), watcher_(watcher) {}

  net::Task<void> task();
  net::Task<void> definition();
  net::Task<void> role();
  net::Task<void> log_group();

  bool is_given_up() const { return stop_.times() > 1; }
  std::vector<Leftover> take() { return std::move(left_); }
  void leave(Leftover leftover, std::string why) {
    leftover.why = std::move(why);
    left_.push_back(std::move(leftover));
  }

 private:
  /// Empty where it was answered, or refused because there is nothing.
  template <class Op>
  net::Task<std::string> remove(std::string region, typename Op::Input input, const char* gone) {
    auto asked = co_await ask<Op>(asking_, std::move(region), plan_.name, std::move(input));
    if (asked || asked.was_refused_as(gone) || is_unreadable(*asked.refusal)) co_return "";
    co_return asked.question + ": " + asked.refusal->code + ": " + asked.refusal->message;
  }

  net::Task<std::string> stop_and_wait(std::string arn);
  net::Task<Asked<Arns>> tasks_started();
  net::Task<Asked<Arns>> definitions_registered();
  using Find = net::Task<Asked<Arns>> (Removal::*)();
  using Left = Leftover (*)(const KnownGoodPlan&, const std::string& arn);
  net::Task<Arns> told_or_found(std::string told, Find find, Left left);

  const Asking& asking_;
  const KnownGoodPlan& plan_;
  const Made& made_;
  Stop& stop_;
  const Watcher& watcher_;
  std::vector<Leftover> left_;
};

/// Those of which no answer told: by who started them.
net::Task<Asked<Arns>> Removal::tasks_started() {
  aws::ecs::ListTasksRequest list;
  list.cluster = plan_.cluster;
  list.started_by = plan_.name;
  auto listed =
      co_await ask<ecs_ops::ListTasks>(asking_, plan_.region, plan_.name, std::move(list));
  const auto arns = [](const aws::ecs::ListTasksResponse& answer) {
    return items(answer.task_arns);
  };
  co_return part_of<Arns>(std::move(listed), arns);
}

net::Task<std::string> Removal::stop_and_wait(std::string arn) {
  aws::ecs::StopTaskRequest request;
  request.cluster = plan_.cluster;
  request.task = arn;
  request.reason = "berth doctor is done";
  auto refused = co_await remove<ecs_ops::StopTask>(plan_.region, std::move(request),
                                                    "ClusterNotFoundException");
  if (!refused.empty()) co_return refused;
  const TimePoint began = asking_.clock.now();
  while (asking_.clock.now() - began < kStopPatience && !is_given_up()) {
    aws::ecs::DescribeTasksRequest describe;
    describe.cluster = plan_.cluster;
    describe.tasks.emplace().push_back(arn);
    auto seen = co_await ask<ecs_ops::DescribeTasks>(asking_, plan_.region, plan_.name,
                                                     std::move(describe));
    if (!seen) {
      co_return is_unreadable(*seen.refusal) ? "" : seen.question + ": " + seen.refusal->code;
    }
    const auto& tasks = items(seen->tasks);
    if (tasks.empty() || tasks[0].last_status == "STOPPED") co_return "";
    watcher_.waiting("the task is told to stop, and is " + tasks[0].last_status.value_or(""));
    co_await stop_.rest(kStopPeriod);
  }
  co_return "it was told to stop, and has not yet";
}

/// The one that an answer told; where none did, those that are found. What cannot be found is left.
net::Task<Arns> Removal::told_or_found(std::string told, Find find, Left left) {
  if (!told.empty()) co_return Arns(1, told);
  auto found = co_await (this->*find)();
  if (found) co_return std::move(*found.answer);
  leave(left(plan_, ""), found.question + ": " + found.refusal->code);
  co_return Arns();
}

net::Task<void> Removal::task() {
  if (!made_.task || made_.task_has_stopped) co_return;
  auto arns = co_await told_or_found(made_.task_arn, &Removal::tasks_started, task_left);
  for (const std::string& arn : arns) {
    auto why = co_await stop_and_wait(arn);
    if (!why.empty()) leave(task_left(plan_, arn), std::move(why));
  }
}

net::Task<Asked<Arns>> Removal::definitions_registered() {
  aws::ecs::ListTaskDefinitionsRequest list;
  list.family_prefix = plan_.name;
  auto listed = co_await ask<ecs_ops::ListTaskDefinitions>(asking_, plan_.region, plan_.name,
                                                           std::move(list));
  const auto arns = [](const aws::ecs::ListTaskDefinitionsResponse& answer) {
    return items(answer.task_definition_arns);
  };
  co_return part_of<Arns>(std::move(listed), arns);
}

net::Task<void> Removal::definition() {
  if (!made_.definition) co_return;
  auto arns = co_await told_or_found(made_.definition_arn, &Removal::definitions_registered,
                                     definition_left);
  for (const std::string& arn : arns) {
    aws::ecs::DeregisterTaskDefinitionRequest deregister;
    deregister.task_definition = arn;
    auto why = co_await remove<ecs_ops::DeregisterTaskDefinition>(
        plan_.region, std::move(deregister), "ClientException");
    if (why.empty()) {
      aws::ecs::DeleteTaskDefinitionsRequest request;
      request.task_definitions.emplace().push_back(arn);
      auto kept = co_await remove<ecs_ops::DeleteTaskDefinitions>(plan_.region, std::move(request),
                                                                  "ClientException");
      why = std::move(kept);
    }
    if (!why.empty()) leave(definition_left(plan_, arn), std::move(why));
  }
}

net::Task<void> Removal::role() {
  if (!made_.role) co_return;
  aws::iam::DetachRolePolicyRequest detach;
  detach.role_name = plan_.name;
  detach.policy_arn = made_.policy_arn;
  auto why = co_await remove<aws::iam::ops::DetachRolePolicy>(kIamRegion, std::move(detach),
                                                              "NoSuchEntity");
  if (why.empty()) {
    aws::iam::DeleteRoleRequest request;
    request.role_name = plan_.name;
    auto kept =
        co_await remove<aws::iam::ops::DeleteRole>(kIamRegion, std::move(request), "NoSuchEntity");
    why = std::move(kept);
  }
  if (!why.empty()) leave(role_left(plan_, made_), std::move(why));
}

net::Task<void> Removal::log_group() {
  if (!made_.log_group) co_return;
  aws::logs::DeleteLogGroupRequest request;
  request.log_group_name = plan_.name;
  auto why = co_await remove<aws::logs::ops::DeleteLogGroup>(plan_.region, std::move(request),
                                                             "ResourceNotFoundException");
  if (!why.empty()) leave(group_left(plan_), std::move(why));
}

}  // namespace

std::vector<Leftover> all_made(const KnownGoodPlan& plan, const Made& made) {
  std::vector<Leftover> all;
  if (made.task && !made.task_has_stopped) all.push_back(task_left(plan, made.task_arn));
  if (made.definition) all.push_back(definition_left(plan, made.definition_arn));
  if (made.role) all.push_back(role_left(plan, made));
  if (made.log_group) all.push_back(group_left(plan));
  return all;
}

net::Task<std::vector<Leftover>> remove_made(const Asking& asking, const KnownGoodPlan& plan,
                                             const Made& made, Stop& stop, const Watcher& watcher) {
  Removal removal(asking, plan, made, stop, watcher);
  Made rest = made;  // what has not had its turn
  const std::pair<net::Task<void> (Removal::*)(), bool Made::*> parts[] = {
      {&Removal::task, &Made::task},
      {&Removal::definition, &Made::definition},
      {&Removal::role, &Made::role},
      {&Removal::log_group, &Made::log_group}};
  for (const auto& [part, flag] : parts) {
    if (removal.is_given_up()) break;
    co_await (removal.*part)();
    rest.*flag = false;
  }
  std::vector<Leftover> left = removal.take();
  for (Leftover& one : all_made(plan, rest)) {
    one.why = "its removal was given up";
    left.push_back(std::move(one));
  }
  co_return left;
}

}  // namespace berth::doctor
