// What was looked at, in the order of a diagnosis: the ticks before the verdict.
#include <algorithm>
#include <string>
#include <utility>

#include "doctor/diagnosis.h"
#include "doctor/instances.h"
#include "doctor/names.h"
#include "doctor/symptoms.h"

namespace berth::doctor {
namespace {

using Steps = std::vector<Step>;

template <class T>
Step refused(std::string id, const Asked<T>& asked) {
  return {std::move(id), StepStatus::kSkipped,
          asked.question + " was refused: " + asked.refusal->code + ": " + asked.refusal->message};
}

void caller_step(const Evidence& evidence, Steps& out) {
  const auto& identity = evidence.caller.identity;
  if (identity.refusal) return out.push_back(refused("caller", identity));
  if (!identity) return;
  out.push_back({"caller", StepStatus::kOk, identity->arn.value_or("")});
  if (!evidence.caller.policies) return;
  for (const std::string& unread : evidence.caller.policies->unread) {
    out.push_back({"caller", StepStatus::kSkipped, "its policies are not wholly known: " + unread});
  }
}

void cluster_step(const Evidence& evidence, Steps& out) {
  const auto& cluster = evidence.cluster_seen;
  if (cluster.refusal) {
    Step step = refused("cluster", cluster);
    if (cluster.was_refused_as("MISSING")) step.status = StepStatus::kFailed;
    return out.push_back(std::move(step));
  }
  if (!cluster) return;
  const auto counted = [](int count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
  };
  out.push_back(
      {"cluster", StepStatus::kOk,
       cluster->cluster_name.value_or("") + ": " +
           counted(cluster->registered_container_instances_count.value_or(0), "instance") + ", " +
           counted(cluster->running_tasks_count.value_or(0), "running task")});
}

std::string instance_line(const Instance& instance) {
  std::string line = instance_label(instance) + ": " + instance.status.value_or("") + ", agent ";
  if (instance.version_info) line += instance.version_info->agent_version.value_or("?") + " ";
  line += instance.agent_connected.value_or(false) ? "connected" : "not connected";
  line += has_attribute(instance, "com.amazonaws.ecs.capability.task-iam-role")
              ? ", serves task roles"
              : ", serves no task roles";
  return line;
}

void instance_steps(const Evidence& evidence, Steps& out) {
  if (evidence.instances.refusal) return out.push_back(refused("instance", evidence.instances));
  if (!evidence.instances) return;
  if (evidence.instances->empty()) {
    return out.push_back({"instance", StepStatus::kFailed, "the cluster has none"});
  }
  constexpr std::size_t kShownMax = 5;
  for (std::size_t i = 0; i < std::min(kShownMax, evidence.instances->size()); ++i) {
    const Instance& instance = (*evidence.instances.answer)[i];
    const bool is_well = is_active(instance) && instance.agent_connected.value_or(false);
    out.push_back(
        {"instance", is_well ? StepStatus::kOk : StepStatus::kNote, instance_line(instance)});
  }
}

std::string exit_line(const aws::ecs::Container& container) {
  std::string line = container.name.value_or("") + " " + container.last_status.value_or("");
  if (container.exit_code) line += ", left with " + std::to_string(*container.exit_code);
  if (container.reason && !container.reason->empty()) line += ", " + *container.reason;
  return line;
}

void task_steps(const Evidence& evidence, Steps& out) {
  const auto& task = evidence.task_seen;
  if (task.refusal) {
    Step step = refused("task", task);
    step.status = StepStatus::kFailed;
    return out.push_back(std::move(step));
  }
  if (!task) return;
  std::string line = task->last_status.value_or("");
  if (task->stop_code) line += ", " + *task->stop_code;
  if (task->stopped_reason) line += ": " + *task->stopped_reason;
  out.push_back({"task", has_failed(evidence) ? StepStatus::kFailed : StepStatus::kOk, line});
  for (const auto& container : items(task->containers)) {
    const bool has_ended_badly = container.exit_code.value_or(0) != 0 && !has_succeeded(evidence);
    out.push_back({"container", has_ended_badly ? StepStatus::kFailed : StepStatus::kOk,
                   exit_line(container)});
  }
}

void definition_step(const Evidence& evidence, Steps& out) {
  const auto& definition = evidence.definition;
  if (definition.refusal) {
    Step step = refused("definition", definition);
    step.status = StepStatus::kFailed;
    return out.push_back(std::move(step));
  }
  if (!definition) return;
  std::string line = last_segment(definition->task_definition_arn.value_or("")) +
                     ": network mode " + network_mode_of(evidence);
  for (const auto& container : containers_of(evidence)) {
    line += ", " + container.name.value_or("") + " from " + container.image.value_or("");
  }
  out.push_back({"definition", StepStatus::kOk, line});
  if (!has_task_role(evidence)) {
    out.push_back(
        {"task-role", StepStatus::kNote, "none: its containers get no AWS credentials from ECS"});
  }
}

void role_step(const char* id, const std::optional<RoleSeen>& role, Steps& out) {
  if (!role) return;
  if (role->role.refusal) {
    Step step = refused(id, role->role);
    if (role->role.was_refused_as("NoSuchEntity")) step.status = StepStatus::kFailed;
    return out.push_back(std::move(step));
  }
  if (!role->role) return;
  std::string line = role->role->arn.value_or("") + ": " +
                     std::to_string(role->policies.identity.size()) + " policies";
  if (role->policies.boundary) line += " within " + role->policies.boundary->name;
  out.push_back({id, StepStatus::kOk, line});
  for (const std::string& unread : role->policies.unread) {
    out.push_back({id, StepStatus::kSkipped, "its policies are not wholly known: " + unread});
  }
}

void log_steps(const Evidence& evidence, Steps& out) {
  for (const LogSeen& log : evidence.logs) {
    if (log.group_exists.refusal) out.push_back(refused("log", log.group_exists));
    if (log.group_exists && !*log.group_exists.answer) {
      const bool is_only_noted = log.creates_group || evidence.subject == Subject::kCluster;
      out.push_back({"log", is_only_noted ? StepStatus::kNote : StepStatus::kFailed,
                     "there is no log group " + log.group + " in " + log.region});
    } else if (log.lines) {
      out.push_back({"log", StepStatus::kOk,
                     log.group + " " + log.stream + ": " + std::to_string(log.lines->size()) +
                         " lines looked at"});
    } else if (log.lines.refusal) {
      out.push_back({"log", StepStatus::kNote,
                     log.group + " " + log.stream + ": " + log.lines.refusal->code});
    } else if (log.group_exists) {
      out.push_back({"log", StepStatus::kOk, "log group " + log.group + " in " + log.region});
    }
  }
}

/// Complaints of a task that ended well: said, so that whoever knows better can look.
void printed_steps(const Evidence& evidence, Steps& out) {
  if (!has_succeeded(evidence)) return;
  for (const Symptom& symptom : symptoms_of(evidence)) {
    out.push_back({"printed", StepStatus::kNote,
                   "it ended well, and " + proof_of(symptom).what + " (" + symptom.where + ")"});
  }
}

}  // namespace

std::vector<Step> steps_of(const Evidence& evidence) {
  Steps steps;
  caller_step(evidence, steps);
  task_steps(evidence, steps);
  definition_step(evidence, steps);
  role_step("task-role", evidence.task_role, steps);
  role_step("overridden-role", evidence.definition_role, steps);
  role_step("execution-role", evidence.execution_role, steps);
  cluster_step(evidence, steps);
  instance_steps(evidence, steps);
  log_steps(evidence, steps);
  printed_steps(evidence, steps);
  return steps;
}

}  // namespace berth::doctor
