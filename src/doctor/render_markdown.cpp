// The diagnosis to paste into a ticket.
#include <string>
#include <string_view>

#include "base/time_format.h"
#include "doctor/diagnosis.h"
#include "doctor/text.h"

namespace berth::doctor {
namespace {

/// Anybody's text on one line, with what Markdown and HTML would obey made plain.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : with_controls_shown(text)) {
    if (std::string_view("\\`*_[]<>#|!~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// A fence longer than any run of backticks inside.
std::string fenced(const std::string& text, const std::string& language) {
  const std::string shown = with_controls_shown(text);
  std::string fence = "```";
  while (shown.find(fence) != std::string::npos) fence += '`';
  return fence + language + "\n" + shown + "\n" + fence + "\n";
}

std::string proof_lines(const std::vector<Proof>& proofs) {
  std::string out;
  for (const Proof& proof : proofs) {
    out += "- " + plain(proof.what);
    if (!proof.where.empty()) out += " (" + plain(proof.where) + ")";
    if (proof.when) out += ", " + format_iso8601(*proof.when);
    out += "\n";
  }
  return out;
}

std::string section(const Finding& finding, const std::string& label) {
  std::string out = "\n### " + label + ": " + finding.id + "\n\n" + plain(finding.title) + ".\n\n";
  out += proof_lines(finding.evidence);
  if (!finding.fix.text.empty()) out += "\n" + plain(finding.fix.text) + "\n";
  if (!finding.fix.command.empty()) out += "\n" + fenced(finding.fix.command, "sh");
  if (!finding.fix.patch.empty()) out += "\n" + fenced(finding.fix.patch, "json");
  return out;
}

}  // namespace

std::string to_markdown(const Diagnosis& diagnosis) {
  static constexpr const char* kMarks[] = {"ok", "**failed**", "skipped", "note"};
  std::string out = "## berth doctor: " + plain(diagnosis.subject) + "\n\nVerdict: **" +
                    to_text(diagnosis.verdict) + "**\n";
  for (const Finding& cause : diagnosis.causes) out += section(cause, "Cause");
  for (const Finding& one : diagnosis.possible) out += section(one, "Possible");
  if (!diagnosis.unexplained.empty()) {
    out += "\n### Unexplained\n\n" + proof_lines(diagnosis.unexplained);
  }
  out += "\n### Looked at\n\n| what | status | detail |\n| --- | --- | --- |\n";
  for (const Step& step : diagnosis.steps) {
    out += "| " + step.id + " | " + kMarks[static_cast<std::size_t>(step.status)] + " | " +
           plain(step.detail) + " |\n";
  }
  if (!diagnosis.again.empty()) {
    out += "\nLook again after it is mended, one cause can hide another:\n\n" +
           fenced(diagnosis.again, "sh");
  }
  if (!diagnosis.permissions.empty()) {
    out += "\nThe policy that the caller needs:\n\n" + fenced(diagnosis.permissions, "json");
  }
  if (!diagnosis.ruled_out.empty()) {
    out += "\nRuled out:";
    for (const RuledOut& one : diagnosis.ruled_out) out += " " + one.id;
    out += "\n";
  }
  return out;
}

}  // namespace berth::doctor
