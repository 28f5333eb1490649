// All detectors in the catalogue's order, and the verdict over what they say.
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/shell_word.h"
#include "doctor/cause.h"
#include "doctor/detect.h"
#include "doctor/diagnosis.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

using Detector = Findings (*)(const Evidence&, const Symptoms&);

constexpr Detector kDetectors[] = {
    definition_findings,    caller_findings,      placement_findings, start_findings,
    route_findings,         environment_findings, identity_findings,  time_findings,
    authorisation_findings, reach_findings,
};

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

void append_all(Findings& to, Findings from) {
  append(to.causes, std::move(from.causes));
  append(to.possible, std::move(from.possible));
  append(to.ruled_out, std::move(from.ruled_out));
  append(to.unexplained, std::move(from.unexplained));
}

Findings all_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings all;
  for (const Detector detector : kDetectors) {
    append_all(all, detector(evidence, symptoms));
  }
  return all;
}

void add_titles(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (const Cause* const cause = find_cause(finding.id)) finding.title = cause->title;
  }
}

/// Each cause once: what two containers show is one finding with both proofs.
std::vector<Finding> merged(std::vector<Finding> findings) {
  std::vector<Finding> out;
  for (Finding& finding : findings) {
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const Finding& one) { return one.id == finding.id; });
    if (same == out.end()) {
      out.push_back(std::move(finding));
    } else {
      append(same->evidence, std::move(finding.evidence));
    }
  }
  return out;
}

/// What a proven cause rules out is neither possible nor ruled out again.
void settle(Diagnosis& diagnosis) {
  std::set<std::string> named;
  std::set<std::string> excluded;
  for (const Finding& cause : diagnosis.causes) {
    named.insert(cause.id);
    for (const std::string& id : cause.rules_out) {
      excluded.insert(id);
      diagnosis.ruled_out.push_back({id, cause.id + " accounts for it"});
    }
  }
  std::erase_if(diagnosis.possible, [&](const Finding& one) {
    return named.contains(one.id) || excluded.contains(one.id);
  });
  for (const Finding& one : diagnosis.possible) named.insert(one.id);
  std::set<std::string> seen;
  std::erase_if(diagnosis.ruled_out, [&](const RuledOut& one) {
    return named.contains(one.id) || !seen.insert(one.id).second;
  });
}

std::string subject_of(const Evidence& evidence) {
  switch (evidence.subject) {
    case Subject::kTask:
      return "task " + last_segment(evidence.task) + " in cluster " +
             last_segment(evidence.cluster) + ", " + evidence.region;
    case Subject::kDefinition:
      return definition_label(evidence) + " for cluster " + last_segment(evidence.cluster) + ", " +
             evidence.region;
    case Subject::kCluster:
      break;
  }
  return "cluster " + last_segment(evidence.cluster) + ", " + evidence.region;
}

bool could_not_look(const Evidence& evidence) {
  if (evidence.subject == Subject::kTask && !evidence.task_seen) return true;
  if (evidence.subject == Subject::kDefinition && !evidence.definition) return true;
  return evidence.subject != Subject::kTask && !evidence.cluster_seen;
}

/// A task that has stopped stays as it is: it is run again.
std::string look_again_command(const Evidence& evidence) {
  std::string command = "berth doctor " + region_option(evidence) + " --cluster " +
                        shell_word(last_segment(evidence.cluster));
  std::string name = evidence.definition_name;
  if (evidence.definition) name = evidence.definition->family.value_or("");
  if (evidence.subject != Subject::kCluster && !name.empty()) {
    command += " --task-definition " + shell_word(name);
  }
  return command;
}

void explain_exit(const Evidence& evidence, Diagnosis& diagnosis) {
  for (const auto& container : items(evidence.task_seen->containers)) {
    if (container.exit_code.value_or(0) == 0) continue;
    diagnosis.unexplained.push_back(
        task_proof(evidence, "container " + container.name.value_or("") + " left with " +
                                 std::to_string(*container.exit_code) +
                                 ", and what it printed names no cause of the catalogue"));
  }
  if (diagnosis.unexplained.empty()) {
    diagnosis.unexplained.push_back(task_proof(
        evidence, "the task stopped: " + evidence.task_seen->stopped_reason.value_or("no reason")));
  }
}

void say_what_was_not_seen(const Evidence& evidence, Diagnosis& diagnosis) {
  const auto tell = [&diagnosis](const auto& asked) {
    if (!asked.refusal) return;
    diagnosis.unexplained.push_back(
        {asked.refusal->code + ": " + asked.refusal->message, asked.question, asked.at});
  };
  if (evidence.subject == Subject::kTask) return tell(evidence.task_seen);
  if (evidence.subject == Subject::kDefinition) tell(evidence.definition);
  tell(evidence.cluster_seen);
}

}  // namespace

Diagnosis diagnose(const Evidence& evidence) {
  Diagnosis diagnosis;
  diagnosis.subject = subject_of(evidence);
  diagnosis.steps = steps_of(evidence);
  // A program that complained and ended well is not ill, and may print what it likes.
  const Symptoms symptoms = has_succeeded(evidence) ? Symptoms{} : symptoms_of(evidence);
  Findings all = all_findings(evidence, symptoms);
  // What refused the procedure is explained by the evidence, else by its own words.
  if (evidence.attempt && all.causes.empty()) append_all(all, attempt_findings(evidence));
  diagnosis.causes = merged(std::move(all.causes));
  diagnosis.ruled_out = std::move(all.ruled_out);
  diagnosis.possible = merged(std::move(all.possible));
  diagnosis.unexplained = std::move(all.unexplained);
  settle(diagnosis);
  add_titles(diagnosis.causes);
  add_titles(diagnosis.possible);
  for (const Group group : all_groups()) {
    for (const Cause& cause : causes_of(group)) {
      if (const auto why = why_skipped(cause.seen); !why.empty()) {
        diagnosis.skipped.push_back({std::string(cause.id), std::string(why)});
      }
    }
  }
  if (diagnosis.causes.empty()) {
    if (could_not_look(evidence)) say_what_was_not_seen(evidence, diagnosis);
    const bool is_open = !diagnosis.possible.empty() || !diagnosis.unexplained.empty();
    if (!is_open && has_failed(evidence)) explain_exit(evidence, diagnosis);
  }
  diagnosis.verdict = verdict_of(diagnosis);
  if (!diagnosis.causes.empty()) diagnosis.again = look_again_command(evidence);
  return diagnosis;
}

Verdict verdict_of(const Diagnosis& diagnosis) {
  if (!diagnosis.causes.empty()) return Verdict::kFailed;
  const bool is_open = !diagnosis.possible.empty() || !diagnosis.unexplained.empty();
  return is_open ? Verdict::kUndecided : Verdict::kOk;
}

const char* to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kFailed:
      return "failed";
    case Verdict::kUndecided:
      break;
  }
  return "undecided";
}

}  // namespace berth::doctor
