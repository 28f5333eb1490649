// Evidence written by hand: a task that is well, and how it is made ill.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "doctor/diagnosis.h"
#include "doctor/evidence.h"

namespace berth::doctor::test_support {

inline constexpr const char* kAccount = "123456789012";
inline constexpr const char* kTaskId = "0123456789abcdef0123456789abcdef";
inline constexpr std::int64_t kNowMs = 1'760'000'000'000;
inline constexpr const char* kTrust =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":)"
    R"("ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]})";

inline TimePoint at(std::int64_t seconds_before_now) {
  return from_epoch_ms(kNowMs - seconds_before_now * 1000);
}

template <class T>
Asked<T> answered(std::string question, T answer) {
  Asked<T> asked;
  asked.question = std::move(question);
  asked.answer = std::move(answer);
  asked.at = at(0);
  return asked;
}

template <class T>
void refuse(Asked<T>& asked, const std::string& code) {
  asked.answer.reset();
  asked.refusal = client_fault(code, "refused");
}

inline std::string document(const std::string& statements) {
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

/// A role that ECS may assume, a day old, with these inline statements.
inline RoleSeen role_named(const std::string& name, const std::string& statements) {
  RoleSeen seen;
  seen.given = "arn:aws:iam::123456789012:role/" + name;
  seen.name = name;
  aws::iam::Role role;
  role.role_name = name;
  role.arn = seen.given;
  role.role_id = "AROAEXAMPLE";
  role.create_date = at(86'400);
  role.assume_role_policy_document = kTrust;
  seen.role = answered("iam:GetRole " + name, role);
  if (!statements.empty()) {
    seen.policies.identity.push_back({"own", false, document(statements), "iam:GetRolePolicy own"});
  }
  return seen;
}

inline aws::ecs::ContainerInstance instance_named(const std::string& id) {
  aws::ecs::ContainerInstance instance;
  instance.container_instance_arn =
      "arn:aws:ecs:us-west-2:123456789012:container-instance/default/" + id;
  instance.status = "ACTIVE";
  instance.agent_connected = true;
  instance.version_info.emplace().agent_version = "1.90.0";
  for (const char* name : {"com.amazonaws.ecs.capability.task-iam-role",
                           "com.amazonaws.ecs.capability.task-iam-role-network-host",
                           "com.amazonaws.ecs.capability.logging-driver.awslogs",
                           "ecs.capability.execution-role-awslogs"}) {
    if (!instance.attributes) instance.attributes.emplace();
    aws::ecs::Attribute attribute;
    attribute.name = name;
    instance.attributes->push_back(std::move(attribute));
  }
  for (const auto& [name, value] : {std::pair{"CPU", 2048}, std::pair{"MEMORY", 4096}}) {
    if (!instance.remaining_resources) instance.remaining_resources.emplace();
    aws::ecs::Resource resource;
    resource.name = name;
    resource.integer_value = value;
    instance.remaining_resources->push_back(std::move(resource));
  }
  return instance;
}

inline void remove_attribute(Evidence& evidence, const std::string& name) {
  for (auto& instance : *evidence.instances.answer) {
    std::erase_if(*instance.attributes, [&](const auto& one) { return one.name == name; });
  }
}

inline aws::ecs::TaskDefinition definition_of_web() {
  aws::ecs::TaskDefinition definition;
  definition.task_definition_arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/web:3";
  definition.family = "web";
  definition.revision = 3;
  definition.task_role_arn = "arn:aws:iam::123456789012:role/task";
  auto& container = definition.container_definitions.emplace().emplace_back();
  container.name = "main";
  container.image = "busybox";
  container.memory = 128;
  container.essential = true;
  return definition;
}

/// What every subject has in common.
inline Evidence surroundings(Subject subject) {
  Evidence evidence;
  evidence.subject = subject;
  evidence.now = at(0);
  evidence.region = "us-west-2";
  evidence.cluster = "default";
  aws::sts::GetCallerIdentityResponse caller;
  caller.account = kAccount;
  caller.arn = "arn:aws:iam::123456789012:root";
  evidence.caller.identity = answered("sts:GetCallerIdentity", caller);
  aws::ecs::Cluster cluster;
  cluster.cluster_name = "default";
  cluster.status = "ACTIVE";
  evidence.cluster_seen = answered("ecs:DescribeClusters default", cluster);
  evidence.instances =
      answered("ecs:DescribeContainerInstances", std::vector{instance_named("one")});
  if (subject == Subject::kCluster) return evidence;
  evidence.definition = answered("ecs:DescribeTaskDefinition web:3", definition_of_web());
  evidence.newest = answered("ecs:DescribeTaskDefinition web", definition_of_web());
  evidence.task_role =
      role_named("task", R"({"Effect":"Allow","Action":"ecs:List*","Resource":"*"})");
  LogSeen log;
  log.container = "main";
  log.group = "g";
  log.region = "us-west-2";
  log.stream = "p/main/t";
  log.group_exists = answered("logs:DescribeLogGroups g in us-west-2", true);
  evidence.logs.push_back(log);
  return evidence;
}

/// A definition that would run.
inline Evidence good_definition() {
  Evidence evidence = surroundings(Subject::kDefinition);
  evidence.definition_name = "web:3";
  return evidence;
}

/// A task that ended well a minute ago.
inline Evidence good_task() {
  Evidence evidence = surroundings(Subject::kTask);
  evidence.task = std::string("arn:aws:ecs:us-west-2:123456789012:task/default/") + kTaskId;
  aws::ecs::Task task;
  task.task_arn = evidence.task;
  task.task_definition_arn = "arn:aws:ecs:us-west-2:123456789012:task-definition/web:3";
  task.last_status = "STOPPED";
  task.stop_code = "EssentialContainerExited";
  task.stopped_reason = "Essential container in task exited";
  task.created_at = at(100);
  task.started_at = at(90);
  task.stopped_at = at(60);
  auto& container = task.containers.emplace().emplace_back();
  container.name = "main";
  container.last_status = "STOPPED";
  container.exit_code = 0;
  evidence.task_seen = answered("ecs:DescribeTasks t", task);
  evidence.logs[0].lines =
      answered("logs:GetLogEvents g p/main/t", std::vector<aws::logs::OutputLogEvent>{});
  evidence.logs[0].lines.answer->push_back({kNowMs - 70'000, "hello", kNowMs});
  return evidence;
}

inline void print(Evidence& evidence, const std::string& line) {
  evidence.logs[0].lines.answer->push_back({kNowMs - 65'000, line, kNowMs});
}

inline void leave_with(Evidence& evidence, int exit_code) {
  evidence.task_seen.answer->containers->front().exit_code = exit_code;
}

/// A task whose program printed this line and left with 255.
inline Evidence failed_task(const std::string& line) {
  Evidence evidence = good_task();
  print(evidence, line);
  leave_with(evidence, 255);
  return evidence;
}

inline void set_variable(Evidence& evidence, const std::string& name, const std::string& value) {
  auto& container = evidence.definition.answer->container_definitions->front();
  if (!container.environment) container.environment.emplace();
  aws::ecs::KeyValuePair pair;
  pair.name = name;
  pair.value = value;
  container.environment->push_back(std::move(pair));
}

inline std::string denied(const std::string& action, const std::string& resource) {
  return "An error occurred (AccessDeniedException) when calling the operation: User: "
         "arn:aws:sts::123456789012:assumed-role/task/0123456789abcdef0123456789abcdef is not "
         "authorized to perform: " +
         action + " on resource: " + resource + " because no identity-based policy allows the " +
         action + " action";
}

/// What a case expects: ids, in order.
struct Named {
  std::vector<std::string> causes;
  std::vector<std::string> possible;
  bool operator==(const Named&) const = default;
};

inline Named named_in(const Evidence& evidence) {
  const Diagnosis diagnosis = diagnose(evidence);
  Named named;
  for (const Finding& finding : diagnosis.causes) named.causes.push_back(finding.id);
  for (const Finding& finding : diagnosis.possible) named.possible.push_back(finding.id);
  return named;
}

inline std::ostream& operator<<(std::ostream& out, const Named& named) {
  out << "causes:";
  for (const auto& id : named.causes) out << ' ' << id;
  out << "; possible:";
  for (const auto& id : named.possible) out << ' ' << id;
  return out;
}

}  // namespace berth::doctor::test_support
