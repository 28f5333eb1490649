// The diagnosis for programs: docs/doctor.md has the schema.
#include <string>

#include "aws/json_writer.h"
#include "base/time_format.h"
#include "doctor/diagnosis.h"
#include "doctor/text.h"

namespace berth::doctor {
namespace {

/// JSON text is UTF-8; what others wrote may not be.
void member(aws::JsonWriter& json, std::string_view name, const std::string& value) {
  json.key(name);
  json.string(with_controls_shown(value));
}

void proofs(aws::JsonWriter& json, std::string_view name, const std::vector<Proof>& all) {
  json.key(name);
  json.begin_array();
  for (const Proof& proof : all) {
    json.begin_object();
    member(json, "what", proof.what);
    member(json, "where", proof.where);
    if (proof.when) member(json, "when", format_iso8601(*proof.when));
    json.end_object();
  }
  json.end_array();
}

void findings(aws::JsonWriter& json, std::string_view name, const std::vector<Finding>& all) {
  json.key(name);
  json.begin_array();
  for (const Finding& finding : all) {
    json.begin_object();
    member(json, "id", finding.id);
    member(json, "title", finding.title);
    proofs(json, "evidence", finding.evidence);
    json.key("fix");
    json.begin_object();
    member(json, "text", finding.fix.text);
    if (!finding.fix.command.empty()) member(json, "command", finding.fix.command);
    if (!finding.fix.patch.empty()) member(json, "patch", finding.fix.patch);
    json.end_object();
    member(json, "docs", "docs/causes/" + finding.id + ".md");
    json.key("rulesOut");
    json.begin_array();
    for (const std::string& id : finding.rules_out) json.string(id);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

const char* status_text(StepStatus status) {
  static constexpr const char* kTexts[] = {"ok", "failed", "skipped", "note"};
  return kTexts[static_cast<std::size_t>(status)];
}

template <class T>
void reasons(aws::JsonWriter& json, std::string_view name, const std::vector<T>& all) {
  json.key(name);
  json.begin_array();
  for (const T& one : all) {
    json.begin_object();
    member(json, "id", one.id);
    member(json, "why", one.why);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_json(const Diagnosis& diagnosis) {
  aws::JsonWriter json;
  json.begin_object();
  member(json, "verdict", to_text(diagnosis.verdict));
  member(json, "subject", diagnosis.subject);
  findings(json, "causes", diagnosis.causes);
  findings(json, "possible", diagnosis.possible);
  proofs(json, "unexplained", diagnosis.unexplained);
  reasons(json, "ruledOut", diagnosis.ruled_out);
  reasons(json, "skipped", diagnosis.skipped);
  json.key("steps");
  json.begin_array();
  for (const Step& step : diagnosis.steps) {
    json.begin_object();
    member(json, "id", step.id);
    member(json, "status", status_text(step.status));
    member(json, "detail", step.detail);
    json.end_object();
  }
  json.end_array();
  if (!diagnosis.again.empty()) member(json, "again", diagnosis.again);
  if (!diagnosis.permissions.empty()) {
    json.key("permissions");
    json.raw(diagnosis.permissions);
  }
  json.end_object();
  return json.take() + "\n";
}

}  // namespace berth::doctor
