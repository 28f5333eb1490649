// What several detectors say in the same way.
#include "doctor/detect.h"

#include <utility>

#include "aws/json_writer.h"
#include "base/shell_word.h"
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

Proof definition_proof(const Evidence& evidence, std::string what) {
  return {std::move(what), evidence.definition.question, evidence.definition.at};
}

Proof task_proof(const Evidence& evidence, std::string what) {
  return {std::move(what), evidence.task_seen.question, evidence.task_seen.at};
}

}  // namespace berth::doctor
