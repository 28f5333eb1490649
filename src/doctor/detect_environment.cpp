// Detectors: what did the process inherit? Only variables that the definition sets are known from
// outside; values are looked at and not shown.
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "doctor/detect.h"
#include "doctor/instances.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr const char* kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr const char* kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

/// The first of these variables that the definition sets for the container; empty where none.
std::string first_set(const Evidence& evidence, const std::string& container,
                      std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (!variable_of(evidence, container, name).value_or("").empty()) return name;
  }
  return "";
}

std::string unset_command(const Evidence& evidence, const std::string& container,
                          const std::string& variable) {
  return new_revision_command(
      evidence, "(.containerDefinitions[] | select(.name == " + json_text(container) +
                    ") | .environment) |= map(select(.name != " + json_text(variable) + "))");
}

Proof variable_proof(const Evidence& evidence, const std::string& container,
                     const std::string& variable) {
  return definition_proof(evidence, "container " + container + " is given " + variable);
}

void unknown_id(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string variable = first_set(evidence, symptom.container, {kRelative, kFull});
  if (!variable.empty()) {
    out.causes.push_back(
        make_finding("stale-credentials-uri",
                     {variable_proof(evidence, symptom.container, variable), proof_of(symptom)},
                     {"Remove the variable in a new revision: ECS sets it for each task.",
                      unset_command(evidence, symptom.container, variable), ""},
                     {"task-already-stopped", "agent-restarting"}));
    return;
  }
  out.possible.push_back(
      make_finding("stale-credentials-uri", {proof_of(symptom)},
                   {"Look whether the image sets the variable; if it does, this is it.",
                    "docker inspect --format '{{.Config.Env}}' IMAGE | grep AWS_CONTAINER", ""}));
  out.possible.push_back(
      make_finding("task-already-stopped", {proof_of(symptom)},
                   {"Compare the id in the process's environment with the container's own.",
                    "tr '\\0' '\\n' < /proc/PID/environ | grep AWS_CONTAINER", ""}));
}

void refused_host(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const bool is_set = variable_of(evidence, symptom.container, kFull).has_value();
  Finding finding =
      make_finding("full-uri-refused", {proof_of(symptom)},
                   {"Remove the variable: ECS sets the relative one where the task has a role.",
                    unset_command(evidence, symptom.container, kFull), ""});
  if (is_set) {
    finding.evidence.insert(finding.evidence.begin(),
                            variable_proof(evidence, symptom.container, kFull));
  }
  (is_set ? out.causes : out.possible).push_back(std::move(finding));
}

void proxied(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string& container = symptom.container;
  const std::string proxy = first_set(evidence, container, {"HTTP_PROXY", "http_proxy"});
  const std::string exceptions = variable_of(evidence, container, "NO_PROXY").value_or("") + "," +
                                 variable_of(evidence, container, "no_proxy").value_or("");
  const bool is_excepted = contains(exceptions, "169.254.170.2") || contains(exceptions, "*");
  if (is_excepted) return;
  Finding finding = make_finding(
      "proxy-without-no-proxy", {proof_of(symptom)},
      {"Except the endpoint in a new revision.",
       new_revision_command(evidence,
                            "(.containerDefinitions[] | select(.name == " + json_text(container) +
                                R"() | .environment) += [{"name":"NO_PROXY",)" +
                                R"("value":"169.254.170.2,169.254.169.254"}])"),
       R"({"name":"NO_PROXY","value":"169.254.170.2,169.254.169.254"})"},
      {"route-lost", "firewall-blocks"});
  // Clients that ask the endpoint past the proxy may fail at the proxy later, or at the endpoint
  // for another reason: the line has to say that it is the endpoint's credentials and the proxy.
  const bool is_of_endpoint =
      contains(symptom.line, "169.254.170.2") || contains(symptom.line, "container");
  if (!proxy.empty() && is_of_endpoint && symptom.kind == SymptomKind::kProxy) {
    finding.evidence.insert(
        finding.evidence.begin(),
        definition_proof(evidence, "container " + container + " is given " + proxy +
                                       " and no NO_PROXY for "
                                       "169.254.170.2"));
    out.causes.push_back(std::move(finding));
  } else if (!proxy.empty() || symptom.kind == SymptomKind::kProxy) {
    out.possible.push_back(std::move(finding));
  }
}

void no_region(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string set =
      first_set(evidence, symptom.container, {"AWS_REGION", "AWS_DEFAULT_REGION"});
  if (!set.empty()) return;
  const std::string entry = R"({"name":"AWS_REGION","value":)" + json_text(evidence.region) + "}";
  out.causes.push_back(make_finding(
      "no-region",
      {definition_proof(evidence, "container " + symptom.container +
                                      " is given neither AWS_REGION nor AWS_DEFAULT_REGION"),
       proof_of(symptom)},
      {"Name the region in a new revision.",
       new_revision_command(
           evidence, "(.containerDefinitions[] | select(.name == " + json_text(symptom.container) +
                         ") | .environment) += [" + entry + "]"),
       entry}));
}

/// A role, an instance that serves it, and still nothing found: the process itself.
void not_inherited(const Evidence& evidence, const Symptom& symptom, Findings& out) {
  const std::string attribute = role_attribute(evidence);
  if (attribute.empty() || !evidence.instances) return;
  for (const Instance& instance : *evidence.instances.answer) {
    if (!has_attribute(instance, attribute)) return;
  }
  const Proof has_role =
      definition_proof(evidence, "the task has the role " + evidence.task_role->given +
                                     ", and its instance "
                                     "serves roles");
  out.possible.push_back(make_finding(
      "environment-not-inherited", {has_role, proof_of(symptom)},
      {"In the container, compare the first process's environment with the program's: where only "
       "the first has the variable, this is it.",
       "tr '\\0' '\\n' < /proc/1/environ | grep AWS_CONTAINER_CREDENTIALS", ""}));
  out.possible.push_back(make_finding(
      "sdk-too-old", {has_role, proof_of(symptom)},
      {"Look at the SDK's version: the AWS CLI knows container credentials from 1.10.47 on.",
       "aws --version", ""}));
}

}  // namespace

Findings environment_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  if (!evidence.definition) return out;
  for (const Symptom& symptom : symptoms) {
    switch (symptom.kind) {
      case SymptomKind::kUnknownId:
        unknown_id(evidence, symptom, out);
        break;
      case SymptomKind::kUnsupportedHost:
        refused_host(evidence, symptom, out);
        break;
      case SymptomKind::kProxy:
      case SymptomKind::kEndpointRefused:
      case SymptomKind::kEndpointTimeout:
        proxied(evidence, symptom, out);
        break;
      case SymptomKind::kNoRegion:
        no_region(evidence, symptom, out);
        break;
      case SymptomKind::kNoCredentials:
        not_inherited(evidence, symptom, out);
        break;
      default:
        break;
    }
    const bool has_both =
        has_task_role(evidence) && variable_of(evidence, symptom.container, kFull).has_value();
    if (has_both && out.causes.empty() && symptom.kind != SymptomKind::kDenied &&
        symptom.kind != SymptomKind::kNoCommand) {
      out.possible.push_back(make_finding(
          "both-uris-set", {variable_proof(evidence, symptom.container, kFull), proof_of(symptom)},
          {"Drop the full address: the relative one, which ECS sets, wins.",
           unset_command(evidence, symptom.container, kFull), ""}));
    }
  }
  return out;
}

}  // namespace berth::doctor
