// The verdict over a procedure that ran: the post-mortem of its task, or why there is none.
#include "doctor/known_good/conclusion.h"

#include <string>
#include <utility>

#include "base/shell_word.h"
#include "doctor/collect.h"

namespace berth::doctor {
namespace {

/// The nearest to what was refused: the task, the definition that found no place, or what was
/// known.
Evidence subject_to_look_at(const Outcome& outcome, const Evidence& preflight) {
  Evidence evidence;
  evidence.region = preflight.region;
  evidence.cluster = preflight.cluster;
  if (!outcome.made.task_arn.empty()) {
    evidence.subject = Subject::kTask;
    evidence.task = outcome.made.task_arn;
  } else if (!outcome.made.definition_arn.empty() && outcome.attempt) {
    evidence.subject = Subject::kDefinition;
    evidence.definition_name = outcome.made.definition_arn;
  } else {
    evidence = preflight;
  }
  return evidence;
}

bool is_of_the_image(const std::string& id) {
  return id == "image-pull-failed" || id == "client-not-installed" || id == "no-client-in-image" ||
         id == "container-died-early";
}

/// The doctor's own definition is nothing to mend: another image is chosen, or the same is done to
/// what the user has.
void make_ours(const KnownGoodPlan& plan, bool is_kept, Finding& finding) {
  if (is_of_the_image(finding.id)) {
    finding.fix = {
        "Name an image that the instance can pull, and in which bash and the AWS CLI are "
        "there (yum needs more memory than the procedure's 128 MiB).",
        "berth doctor --image IMAGE", ""};
    return;
  }
  const bool names_ours = finding.fix.command.find(plan.name) != std::string::npos;
  if (!names_ours || is_kept) return;
  finding.fix.text +=
      " What the procedure made is removed: do it to what is yours, or run the "
      "doctor with --keep.";
  finding.fix.command.clear();
}

}  // namespace

void add_outcome(const KnownGoodPlan& plan, const Outcome& outcome, bool is_kept,
                 Diagnosis& diagnosis) {
  for (Finding& finding : diagnosis.causes) make_ours(plan, is_kept, finding);
  for (Finding& finding : diagnosis.possible) make_ours(plan, is_kept, finding);
  const auto unexplained = [&diagnosis](const char* what) {
    diagnosis.unexplained.push_back({what, "the procedure", {}});
  };
  if (outcome.interrupted) {
    unexplained("it was interrupted before its end");
  } else if (outcome.too_long) {
    unexplained("its task had not stopped in time (--timeout)");
  } else if (outcome.made.task_has_stopped && !outcome.answered && diagnosis.causes.empty() &&
             diagnosis.possible.empty() && diagnosis.unexplained.empty()) {
    unexplained(
        "its task ended well, and its log does not hold a list of tasks with the task in "
        "it: another endpoint may have answered");
  }
  diagnosis.verdict = verdict_of(diagnosis);
  if (!diagnosis.causes.empty()) {
    diagnosis.again = "berth doctor --region " + shell_word(plan.region) + " --cluster " +
                      shell_word(plan.cluster);
  }
}

net::Task<Diagnosis> conclude(const Asking& asking, const KnownGoodPlan& plan,
                              const Outcome& outcome, const Evidence& preflight, bool is_kept) {
  Evidence evidence = subject_to_look_at(outcome, preflight);
  if (evidence.subject != Subject::kCluster) co_await collect(asking, evidence);
  evidence.attempt = outcome.attempt;
  evidence.endpoint_statuses = outcome.endpoint_statuses;
  Diagnosis diagnosis = diagnose(evidence);
  add_outcome(plan, outcome, is_kept, diagnosis);
  co_return diagnosis;
}

}  // namespace berth::doctor
