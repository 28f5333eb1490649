// What several detectors say in the same way.
#include "doctor/detect.h"

#include <utility>

#include "aws/json_writer.h"
#include "base/shell_word.h"
#include "doctor/instances.h"
#include "doctor/names.h"

namespace berth::doctor {

Finding make_finding(std::string id, std::vector<Proof> evidence, Fix fix,
                     std::vector<std::string> rules_out) {
  Finding finding;
  finding.id = std::move(id);
  finding.evidence = std::move(evidence);
  finding.fix = std::move(fix);
  finding.rules_out = std::move(rules_out);
  return finding;
}

std::string region_option(const Evidence& evidence) {
  return "--region " + shell_word(evidence.region);
}

std::string json_text(const std::string& text) {
  aws::JsonWriter json;
  json.string(text);
  return json.take();
}

std::string new_revision_command(const Evidence& evidence, const std::string& jq) {
  const std::string region = region_option(evidence);
  const std::string name = evidence.definition
                               ? last_segment(evidence.definition->task_definition_arn.value_or(""))
                               : evidence.definition_name;
  // What DescribeTaskDefinition adds and RegisterTaskDefinition refuses.
  const std::string filter =
      "del(.taskDefinitionArn,.revision,.status,.requiresAttributes,.compatibilities,"
      ".registeredAt,.registeredBy,.deregisteredAt) | " +
      jq;
  return "aws ecs describe-task-definition " + region + " --task-definition " + shell_word(name) +
         " --query taskDefinition --output json | jq " + shell_word(filter) +
         " > definition.json && aws ecs register-task-definition " + region +
         " --cli-input-json file://definition.json";
}

Fix agent_setting_fix(const Evidence& evidence, const std::string& text,
                      const std::string& setting) {
  const std::string word = shell_word(setting);
  const bool is_berth = evidence.instances && !evidence.instances->empty() &&
                        is_berth_agent(evidence.instances->front());
  if (!is_berth) {
    return {"On that instance, " + text + " and restart the agent.",
            "echo " + word + " | sudo tee -a /etc/ecs/ecs.config && sudo systemctl restart ecs",
            ""};
  }
  return {"On that instance, " + text +
              ": start Berth again with the setting in its environment. "
              "Where it is an agent alone, that is berth agent in place of berth up.",
          "sudo " + word + " berth up " + region_option(evidence), ""};
}

std::string berth_agent_command(const Evidence& evidence) {
  return "ECS_BACKEND_HOST=\"$AWS_ENDPOINT_URL\" AWS_DEFAULT_REGION=" +
         shell_word(evidence.region) + " ECS_ENABLE_TASK_IAM_ROLE=true ECS_CLUSTER=" +
         shell_word(last_segment(evidence.cluster)) + " berth agent";
}

Proof definition_proof(const Evidence& evidence, std::string what) {
  return {std::move(what), evidence.definition.question, evidence.definition.at};
}

Proof task_proof(const Evidence& evidence, std::string what) {
  return {std::move(what), evidence.task_seen.question, evidence.task_seen.at};
}

}  // namespace berth::doctor
