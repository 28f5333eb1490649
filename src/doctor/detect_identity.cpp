// Detectors: whom does the client take itself for?
#include <algorithm>
#include <string>
#include <utility>

#include "doctor/detect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr const char* kKeyId = "AWS_ACCESS_KEY_ID";
constexpr const char* kSecret = "AWS_SECRET_ACCESS_KEY";

bool is_given(const Evidence& evidence, const std::string& container, const char* name) {
  return variable_of(evidence, container, name).has_value();
}

std::string without_variables(const Evidence& evidence, const std::string& container) {
  const std::string ours =
      "(.containerDefinitions[] | select(.name == " + json_text(container) + ")";
  const std::string keep = R"() |= ((. // []) | map(select(.name | test("^AWS_(ACCESS_KEY_ID|)"
                           R"(SECRET_ACCESS_KEY|SESSION_TOKEN|PROFILE|WEB_IDENTITY_TOKEN_FILE|)"
                           R"(ROLE_ARN)$") | not))))";
  return new_revision_command(
      evidence, ours + " | .environment" + keep + " | " + ours + " | .secrets" + keep);
}

/// "i-0123456789abcdef0": EC2's instances, and Berth's.
bool is_instance_session(const std::string& principal) {
  const std::string session = last_segment(principal);
  return contains(principal, ":assumed-role/") && session.starts_with("i-") && session.size() > 9 &&
         std::all_of(session.begin() + 2, session.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_task_session(const Evidence& evidence, const std::string& principal) {
  return evidence.task_role &&
         contains(principal, ":assumed-role/" + evidence.task_role->name + "/");
}

void static_key(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string& container = symptom.container;
  const bool is_whole =
      is_given(evidence, container, kKeyId) && is_given(evidence, container, kSecret);
  if (!is_whole) return;
  std::vector<Proof> proofs = {definition_proof(evidence, "container " + container +
                                                              " is given AWS_ACCESS_KEY_ID and "
                                                              "AWS_SECRET_ACCESS_KEY"),
                               proof_of(symptom)};
  if (symptom.kind == SymptomKind::kDenied) {
    proofs.push_back({"it called as " + symptom.principal +
                          (has_task_role(evidence)
                               ? ", which is not the task's role " + evidence.task_role->given
                               : std::string()),
                      symptom.where, symptom.at});
  }
  out.causes.push_back(make_finding(
      "static-key-wins", std::move(proofs),
      {"Remove the key in a new revision: the task role is then what the client finds.",
       without_variables(evidence, container), ""},
      {"role-recreated", "role-does-not-exist", "endpoint-not-set"}));
}

void other_identity(const Evidence& evidence, const Symptom& denial, Findings& out) {
  if (is_task_session(evidence, denial.principal)) return;
  if (is_instance_session(denial.principal)) {
    out.causes.push_back(make_finding(
        "instance-role-used",
        {proof_of(denial),
         {"its session " + last_segment(denial.principal) + " is an instance's", denial.where,
          denial.at}},
        {"Keep tasks from the instance's metadata, then run the doctor again: what keeps the task "
         "role from being found shows then.",
         "echo ECS_AWSVPC_BLOCK_IMDS=true | sudo tee -a /etc/ecs/ecs.config; sudo iptables "
         "--insert DOCKER-USER --destination 169.254.169.254 --jump REJECT",
         ""}));
    return;
  }
  static_key(evidence, denial, out);
}

void partial_key(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const bool has_id = is_given(evidence, symptom.container, kKeyId);
  const bool has_secret = is_given(evidence, symptom.container, kSecret);
  Finding finding = make_finding("partial-static-key", {proof_of(symptom)},
                                 {"Remove what is there of it, in a new revision.",
                                  without_variables(evidence, symptom.container), ""});
  if (has_id != has_secret) {
    finding.evidence.insert(
        finding.evidence.begin(),
        definition_proof(evidence, "container " + symptom.container + " is given " +
                                       (has_id ? kKeyId : kSecret) + " without " +
                                       (has_id ? kSecret : kKeyId)));
    out.causes.push_back(std::move(finding));
  } else {
    out.possible.push_back(std::move(finding));
  }
}

void earlier_in_chain(const Evidence& evidence, const Symptom& symptom, const char* id,
                      const char* variable, Findings& out) {
  const auto value = variable_of(evidence, symptom.container, variable);
  Finding finding = make_finding(id, {proof_of(symptom)},
                                 {std::string("Remove ") + variable + " in a new revision.",
                                  without_variables(evidence, symptom.container), ""});
  if (value && (symptom.subject.empty() || *value == symptom.subject)) {
    finding.evidence.insert(
        finding.evidence.begin(),
        definition_proof(evidence, "container " + symptom.container + " is given " + variable));
    out.causes.push_back(std::move(finding));
    return;
  }
  finding.fix = {std::string("Look whether the image sets ") + variable + "; unset it there.",
                 "docker inspect --format '{{.Config.Env}}' IMAGE", ""};
  out.possible.push_back(std::move(finding));
}

}  // namespace

Findings identity_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  if (!evidence.definition) return out;
  for (const Symptom& symptom : symptoms) {
    switch (symptom.kind) {
      case SymptomKind::kInvalidToken:
      case SymptomKind::kBadSignature:
      case SymptomKind::kExpiredToken:
        static_key(evidence, symptom, out);
        break;
      case SymptomKind::kDenied:
        other_identity(evidence, symptom, out);
        break;
      case SymptomKind::kPartialKey:
        partial_key(evidence, symptom, out);
        break;
      case SymptomKind::kNoProfile:
        earlier_in_chain(evidence, symptom, "profile-in-image", "AWS_PROFILE", out);
        break;
      case SymptomKind::kWebIdentity:
        earlier_in_chain(evidence, symptom, "web-identity-wins", "AWS_WEB_IDENTITY_TOKEN_FILE",
                         out);
        break;
      default:
        break;
    }
  }
  return out;
}

}  // namespace berth::doctor
