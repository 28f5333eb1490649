// The diagnosis: all detectors over one collection of evidence, and how it is told.
#pragma once

#include <string>
#include <vector>

#include "doctor/evidence.h"
#include "doctor/finding.h"

namespace berth::doctor {

enum class Verdict { kOk, kFailed, kUndecided };

enum class StepStatus { kOk, kFailed, kSkipped, kNote };

/// One thing that the doctor looked at.
struct Step {
  std::string id;  ///< "caller", "task-role"
  StepStatus status = StepStatus::kOk;
  std::string detail;  ///< one line
};

struct Skipped {
  std::string id;
  std::string why;
};

struct Diagnosis {
  Verdict verdict = Verdict::kOk;
  std::string subject;  ///< "task …", "definition …", "cluster …"
  std::vector<Step> steps;
  std::vector<Finding> causes;     ///< proven
  std::vector<Finding> possible;   ///< what may be, each with what would decide
  std::vector<Proof> unexplained;  ///< what no cause accounts for
  std::vector<RuledOut> ruled_out;
  std::vector<Skipped> skipped;  ///< not looked for from here, and why
  /// Where a cause is proven: how to look again once it is mended, for one can hide another.
  std::string again;
  std::string permissions;  ///< a policy document that the procedure needs; mostly empty
};

/// Pure. What a task printed that ended well is noted and accuses nobody. `failed` with a proven
/// cause; `undecided` where a cause is possible, something is unexplained, a task failed without
/// one, or the subject could not be looked at.
Diagnosis diagnose(const Evidence& evidence);

/// What the findings come to.
Verdict verdict_of(const Diagnosis& diagnosis);

/// What was looked at, in order.
std::vector<Step> steps_of(const Evidence& evidence);

/// "ok", "failed", "undecided".
const char* to_text(Verdict verdict);

struct TextFormat {
  bool colour = false;
  bool verbose = false;  ///< all that was ruled out and skipped, too
};
/// For people: at most 100 columns but for commands, controls escaped.
std::string to_text(const Diagnosis& diagnosis, const TextFormat& format);
/// The same in parts, for whoever tells it as it happens: the head, each step, the end.
std::string head_text(const std::string& subject);
std::string step_text(const Step& step, const TextFormat& format);
std::string end_text(const Diagnosis& diagnosis, const TextFormat& format);
/// docs/doctor.md has the schema.
std::string to_json(const Diagnosis& diagnosis);
/// To paste into a ticket.
std::string to_markdown(const Diagnosis& diagnosis);

/// The text with account ids, access key ids and what looks like a secret or a token masked.
std::string redacted(const std::string& text);
/// Of a step's detail.
Step redacted(Step step);
/// The same of every text in the diagnosis, so that all forms of output are masked alike.
Diagnosis redacted(Diagnosis diagnosis);

}  // namespace berth::doctor
