// What several detectors ask of the evidence.
#include "doctor/evidence.h"

#include "doctor/names.h"

namespace berth::doctor {

const std::vector<aws::ecs::ContainerDefinition>& containers_of(const Evidence& evidence) {
  static const std::vector<aws::ecs::ContainerDefinition> kNone;
  return evidence.definition ? items(evidence.definition->container_definitions) : kNone;
}

const aws::ecs::ContainerDefinition* container_of(const Evidence& evidence,
                                                  const std::string& name) {
  for (const auto& container : containers_of(evidence)) {
    if (container.name == name) return &container;
  }
  return nullptr;
}

std::optional<std::string> variable_of(const Evidence& evidence, const std::string& container,
                                       const std::string& name) {
  const auto value_in = [&name](const auto& variables) -> std::optional<std::string> {
    for (const auto& variable : items(variables)) {
      if (variable.name == name) return variable.value.value_or("");
    }
    return std::nullopt;
  };
  if (evidence.task_seen && evidence.task_seen->overrides) {
    for (const auto& one : items(evidence.task_seen->overrides->container_overrides)) {
      if (one.name != container) continue;
      if (auto value = value_in(one.environment)) return value;
    }
  }
  const auto* const definition = container_of(evidence, container);
  if (definition == nullptr) return std::nullopt;
  if (auto value = value_in(definition->environment)) return value;
  for (const auto& secret : items(definition->secrets)) {
    if (secret.name == name) return "";
  }
  return std::nullopt;
}

bool has_task_role(const Evidence& evidence) {
  return evidence.task_role && !evidence.task_role->given.empty();
}

bool has_started(const Evidence& evidence) {
  return evidence.task_seen && evidence.task_seen->started_at.has_value();
}

bool is_killed(int exit_code) {
  return exit_code == 137 || exit_code == 143;
}

bool has_succeeded(const Evidence& evidence) {
  if (!evidence.task_seen || evidence.task_seen->last_status != "STOPPED") return false;
  bool one_left_with_0 = false;
  for (const auto& container : items(evidence.task_seen->containers)) {
    if (!container.exit_code) return false;
    if (*container.exit_code != 0 && !is_killed(*container.exit_code)) return false;
    if (*container.exit_code == 0) one_left_with_0 = true;
    if (!container.reason.value_or("").empty()) return false;
  }
  return one_left_with_0;
}

bool was_stopped(const Evidence& evidence) {
  if (!evidence.task_seen || evidence.task_seen->last_status != "STOPPED") return false;
  const std::string code = evidence.task_seen->stop_code.value_or("");
  return code == "UserInitiated" || code == "ServiceSchedulerInitiated";
}

bool has_failed(const Evidence& evidence) {
  return evidence.task_seen && evidence.task_seen->last_status == "STOPPED" &&
         !has_succeeded(evidence) && !was_stopped(evidence);
}

std::optional<int> exit_code_of(const Evidence& evidence, const std::string& container) {
  if (!evidence.task_seen) return std::nullopt;
  for (const auto& one : items(evidence.task_seen->containers)) {
    if (one.name == container) return one.exit_code;
  }
  return std::nullopt;
}

std::string network_mode_of(const Evidence& evidence) {
  if (!evidence.definition) return "bridge";
  const std::string mode = evidence.definition->network_mode.value_or("");
  return mode.empty() ? "bridge" : mode;
}

std::string definition_label(const Evidence& evidence) {
  if (!evidence.definition) return "definition " + evidence.definition_name;
  return "definition " + last_segment(evidence.definition->task_definition_arn.value_or(""));
}

std::string account_of(const Evidence& evidence) {
  if (evidence.caller.identity) return evidence.caller.identity->account.value_or("");
  if (evidence.task_seen) return split_arn(evidence.task_seen->task_arn.value_or("")).account;
  return "";
}

}  // namespace berth::doctor
