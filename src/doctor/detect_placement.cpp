// Detectors: can an instance take the task with its role?
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/instances.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

using Instances = std::vector<Instance>;
constexpr const char* kRoleAttribute = "com.amazonaws.ecs.capability.task-iam-role";

Proof instance_proof(const Evidence& evidence, std::string what) {
  return {std::move(what), evidence.instances.question, evidence.instances.at};
}

std::string cluster_option(const Evidence& evidence) {
  return "--cluster " + shell_word(last_segment(evidence.cluster));
}

void task_in_other_cluster(const Evidence& evidence, Findings& out) {
  if (evidence.task_elsewhere.empty()) return;
  const std::string right = last_segment(evidence.task_elsewhere.front());
  out.causes.push_back(make_finding(
      "wrong-cluster",
      {task_proof(evidence, "cluster " + last_segment(evidence.cluster) + " has no task " +
                                last_segment(evidence.task) + ": " +
                                evidence.task_seen.refusal->code),
       {"cluster " + right + " has it", "ecs:DescribeTasks in each cluster of " + evidence.region,
        evidence.task_seen.at}},
      {"Name that cluster.",
       "berth doctor --task " + shell_word(last_segment(evidence.task)) + " --cluster " +
           shell_word(right),
       ""}));
}

void no_cluster(const Evidence& evidence, Findings& out) {
  const bool is_missing = evidence.cluster_seen.was_refused_as("MISSING") ||
                          evidence.cluster_seen.was_refused_as("ClusterNotFoundException");
  if (!is_missing || evidence.subject == Subject::kTask) return;
  out.causes.push_back(make_finding(
      "wrong-cluster",
      {{"there is no cluster " + last_segment(evidence.cluster) + " in " + evidence.region,
        evidence.cluster_seen.question, evidence.cluster_seen.at}},
      {"Name a cluster that is there, or another region; or make this one.",
       "aws ecs list-clusters " + region_option(evidence), ""}));
}

Finding roles_not_enabled(const Evidence& evidence, const Instance& instance,
                          const std::string& attribute) {
  const bool is_host = attribute != kRoleAttribute;
  const std::string setting =
      is_host ? "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST=true" : "ECS_ENABLE_TASK_IAM_ROLE=true";
  std::vector<Proof> proofs = {
      instance_proof(evidence, instance_label(instance) + " lacks the attribute " + attribute)};
  if (evidence.definition) {
    proofs.push_back(definition_proof(evidence, definition_label(evidence) + " has a task role" +
                                                    (is_host ? " and networkMode host" : "")));
  }
  return make_finding(
      is_host ? "task-roles-not-enabled-for-host-network" : "task-roles-not-enabled",
      std::move(proofs), agent_setting_fix(evidence, "enable it", setting),
      {"route-lost", "environment-not-inherited", "sdk-too-old"});
}

void role_enabled(const Evidence& evidence, const Instances& active, const Symptoms& symptoms,
                  Findings& out) {
  std::string attribute = role_attribute(evidence);
  if (evidence.subject == Subject::kCluster) attribute = kRoleAttribute;
  if (attribute.empty() || active.empty()) return;
  for (const Instance& instance : active) {
    if (!has_attribute(instance, attribute)) continue;
    const bool is_host = attribute != kRoleAttribute;
    out.ruled_out.push_back(
        {is_host ? "task-roles-not-enabled-for-host-network" : "task-roles-not-enabled",
         instance_label(instance) + " has the attribute " + attribute});
    return;
  }
  // A task that ran although its instance lacks the attribute is in trouble only if it says so.
  const bool is_asked_before = evidence.subject != Subject::kTask;
  const Symptom* const symptom = find_symptom(symptoms, SymptomKind::kNoCredentials);
  if (!is_asked_before && symptom == nullptr) return;
  Finding finding = roles_not_enabled(evidence, active.front(), attribute);
  const bool is_host = attribute != kRoleAttribute;
  if (agent_is_older(active.front(), 1, is_host ? 12 : 11).value_or(false)) {
    finding.id = "agent-too-old";
    finding.evidence.insert(
        finding.evidence.begin(),
        instance_proof(evidence,
                       "its agent is " + active.front().version_info->agent_version.value_or("")));
    finding.fix = {"Update the agent.",
                   "aws ecs update-container-agent " + region_option(evidence) + " " +
                       cluster_option(evidence) + " --container-instance " +
                       shell_word(last_segment(active.front().container_instance_arn.value_or(""))),
                   ""};
  }
  if (symptom != nullptr) finding.evidence.push_back(proof_of(*symptom));
  out.causes.push_back(std::move(finding));
}

void agents_connected(const Evidence& evidence, const Instances& active, const Symptoms& symptoms,
                      Findings& out) {
  const auto connected = [](const Instance& one) { return one.agent_connected.value_or(false); };
  if (active.empty() || std::any_of(active.begin(), active.end(), connected)) {
    if (!active.empty()) out.ruled_out.push_back({"agent-down", "an agent is connected"});
    return;
  }
  const bool is_stopped =
      evidence.task_seen && evidence.task_seen->last_status.value_or("") == "STOPPED";
  const Symptom* symptom = find_symptom(symptoms, SymptomKind::kEndpointRefused);
  if (symptom == nullptr) symptom = find_symptom(symptoms, SymptomKind::kEndpointTimeout);
  if (is_stopped && symptom == nullptr) return;
  std::vector<Proof> proofs = {instance_proof(
      evidence, instance_label(active.front()) + ": agentConnected is false" +
                    (active.size() > 1 ? ", as on every other active instance" : ""))};
  if (symptom != nullptr) proofs.push_back(proof_of(*symptom));
  Fix fix{"On that instance, restart the agent and look at its log.", "sudo systemctl restart ecs",
          ""};
  if (is_berth_agent(active.front())) {
    fix = {
        "On that instance, start Berth's agent again, with the settings that it had, and look at "
        "what it prints. One in a berth up comes back with that.",
        berth_agent_command(evidence), ""};
  }
  out.causes.push_back(make_finding("agent-down", std::move(proofs), std::move(fix),
                                    {"route-lost", "firewall-blocks"}));
}

void log_driver(const Evidence& evidence, const Instance& instance, const std::string& attribute,
                Findings& out) {
  const std::string driver = attribute.substr(attribute.rfind('.') + 1);
  const std::string setting = R"(ECS_AVAILABLE_LOGGING_DRIVERS=["json-file",")" + driver + R"("])";
  out.causes.push_back(make_finding(
      "log-driver-not-available",
      {instance_proof(evidence, instance_label(instance) + " lacks the attribute " + attribute),
       definition_proof(evidence, definition_label(evidence) + " logs by " + driver)},
      agent_setting_fix(evidence, "offer the driver", setting)));
}

void missing_attribute(const Evidence& evidence, const Instance& instance,
                       const std::string& attribute, Findings& out) {
  if (attribute.starts_with(kRoleAttribute)) return;  // role_enabled() speaks of it
  if (attribute.starts_with("com.amazonaws.ecs.capability.logging-driver.")) {
    return log_driver(evidence, instance, attribute, out);
  }
  if (attribute == "ecs.capability.execution-role-awslogs") {
    out.causes.push_back(make_finding(
        "log-driver-without-execution-role",
        {instance_proof(evidence, instance_label(instance) + " lacks the attribute " + attribute)},
        agent_setting_fix(evidence, "enable it",
                          "ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true")));
    return;
  }
  out.causes.push_back(
      make_finding("no-placement",
                   {instance_proof(evidence, "ATTRIBUTE: " + instance_label(instance) +
                                                 " lacks the attribute " + attribute),
                    definition_proof(evidence, definition_label(evidence) + " requires it")},
                   {"Add an instance that has it, or change what in the definition asks for it.",
                    "aws ecs describe-container-instances " + region_option(evidence) + " " +
                        cluster_option(evidence) + " --container-instances " +
                        shell_word(last_segment(instance.container_instance_arn.value_or(""))) +
                        " --query 'containerInstances[].attributes[].name'",
                    ""}));
}

void attributes(const Evidence& evidence, const Instances& active, Findings& out) {
  for (const auto& attribute : items(evidence.definition->requires_attributes)) {
    const std::string name = attribute.name.value_or("");
    const auto has = [&name](const Instance& one) { return has_attribute(one, name); };
    if (std::none_of(active.begin(), active.end(), has)) {
      missing_attribute(evidence, active.front(), name, out);
    }
  }
}

void resources(const Evidence& evidence, const Instances& active, Findings& out) {
  std::string lacking;
  for (const Instance& instance : active) {
    const auto lack = lacking_resource(evidence, instance);
    if (!lack) return;
    if (lacking.empty()) lacking = *lack;
  }
  out.causes.push_back(make_finding(
      "no-placement",
      {instance_proof(evidence, lacking + ": " + instance_label(active.front()) +
                                    " has too little left" +
                                    (active.size() > 1 ? ", and so has every other" : "")),
       definition_proof(evidence, "what " + definition_label(evidence) + " asks for")},
      {"Stop tasks, add an instance, or ask for less in a new revision.",
       "aws ecs list-tasks " + region_option(evidence) + " " + cluster_option(evidence), ""}));
}

void instances_there(const Evidence& evidence, const Instances& all, Findings& out) {
  Finding finding = make_finding("no-placement", {}, {});
  if (all.empty()) {
    finding.evidence = {instance_proof(
        evidence, "cluster " + last_segment(evidence.cluster) + " has no container instance")};
    finding.fix = {"Let an instance join the cluster.", berth_agent_command(evidence), ""};
  } else {
    finding.evidence = {instance_proof(evidence, instance_label(all.front()) + " is " +
                                                     all.front().status.value_or("not ACTIVE") +
                                                     (all.size() > 1 ? ", none is ACTIVE" : ""))};
    finding.fix = {"Make it active again, or add another.",
                   "aws ecs update-container-instances-state " + region_option(evidence) + " " +
                       cluster_option(evidence) + " --status ACTIVE --container-instances " +
                       shell_word(last_segment(all.front().container_instance_arn.value_or(""))),
                   ""};
  }
  out.causes.push_back(std::move(finding));
}

bool runs_on_instances(const Evidence& evidence) {
  if (!evidence.definition) return true;
  const auto& wanted = items(evidence.definition->requires_compatibilities);
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), "EC2") != wanted.end();
}

}  // namespace

Findings placement_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  task_in_other_cluster(evidence, out);
  no_cluster(evidence, out);
  if (!evidence.instances || !evidence.cluster_seen || !runs_on_instances(evidence)) return out;
  // Of a definition that is not there nobody knows what it asks for.
  if (evidence.subject == Subject::kDefinition && !evidence.definition) return out;
  const Instances& all = *evidence.instances.answer;
  const bool is_asked_before = evidence.subject != Subject::kTask;
  Instances active;
  std::copy_if(all.begin(), all.end(), std::back_inserter(active), is_active);
  if (active.empty()) {
    if (is_asked_before) instances_there(evidence, all, out);
    return out;
  }
  role_enabled(evidence, active, symptoms, out);
  agents_connected(evidence, active, symptoms, out);
  if (evidence.subject != Subject::kDefinition || !evidence.definition) return out;
  const std::size_t before = out.causes.size();
  attributes(evidence, active, out);
  resources(evidence, active, out);
  if (out.causes.size() == before) {
    out.ruled_out.push_back({"no-placement", instance_label(active.front()) +
                                                 " or another has "
                                                 "what the definition asks for"});
  }
  return out;
}

}  // namespace berth::doctor
