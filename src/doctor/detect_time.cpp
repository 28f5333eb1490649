// Detectors: sessions that are over, roles that are not what they were, clocks.
#include <string>
#include <utility>

#include "base/shell_word.h"
#include "base/time_format.h"
#include "doctor/detect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

bool has_static_key(const Evidence& evidence, const std::string& container) {
  return variable_of(evidence, container, "AWS_ACCESS_KEY_ID").has_value();
}

std::string again_command(const Evidence& evidence) {
  const std::string name = evidence.definition
                               ? last_segment(evidence.definition->task_definition_arn.value_or(""))
                               : "";
  return "aws ecs run-task " + region_option(evidence) + " --cluster " +
         shell_word(last_segment(evidence.cluster)) + " --task-definition " + shell_word(name);
}

/// A key that the service does not know: the session's role is another one by now, or this is
/// another service.
void unknown_key(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  if (has_static_key(evidence, symptom.container) || !evidence.task_role) return;
  const RoleSeen& role = *evidence.task_role;
  if (!role.role) return;
  const auto made = role.role->create_date;
  const auto began = evidence.task_seen ? evidence.task_seen->created_at : std::nullopt;
  if (made && began && *made > *began) {
    out.causes.push_back(make_finding(
        "role-recreated",
        {{"role " + role.name + " was made at " + format_iso8601(*made), role.role.question, *made},
         task_proof(evidence, "the task was made before, at " + format_iso8601(*began)),
         proof_of(symptom)},
        {"Start the task anew: sessions belong to the role's id.", again_command(evidence), ""},
        {"role-does-not-exist", "static-key-wins"}));
    return;
  }
  out.possible.push_back(make_finding(
      "endpoint-not-set", {proof_of(symptom)},
      {"In the container, look where the client goes: with --debug it prints the host.",
       "aws sts get-caller-identity --debug 2>&1 | grep -i endpoint", ""}));
}

void over(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  if (has_static_key(evidence, symptom.container)) return;
  out.possible.push_back(
      make_finding("credentials-expired", {proof_of(symptom)},
                   {"Where the program fetched its keys once, at its start, let it use a provider "
                    "that refreshes; starting it anew helps for some hours.",
                    again_command(evidence), ""}));
}

void skew(const Symptom& symptom, Findings& out) {
  out.possible.push_back(make_finding(
      "clock-skew", {proof_of(symptom)},
      {"On the instance, compare the clock; containers share it unless they change it themselves.",
       "timedatectl; date -u", ""}));
}

}  // namespace

Findings time_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  for (const Symptom& symptom : symptoms) {
    switch (symptom.kind) {
      case SymptomKind::kInvalidToken:
        unknown_key(evidence, symptom, out);
        break;
      case SymptomKind::kExpiredToken:
        over(evidence, symptom, out);
        break;
      case SymptomKind::kStillExpired:
        over(evidence, symptom, out);
        skew(symptom, out);
        break;
      case SymptomKind::kClockSkew:
        skew(symptom, out);
        break;
      default:
        break;
    }
  }
  return out;
}

}  // namespace berth::doctor
