// `berth doctor` without a subject: the pre-flight, then AWS's known-good configuration for real.
#include "doctor/known_good/known_good.h"

#include <utility>
#include <vector>

#include "doctor/known_good/conclusion.h"
#include "doctor/known_good/leftovers.h"
#include "doctor/known_good/permissions.h"

namespace berth::doctor {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

void tell_plan(const KnownGoodPlan& plan, const Watcher& watcher) {
  const auto would = [&watcher](std::string what) {
    watcher.done({"would", StepStatus::kNote, std::move(what)});
  };
  would("make the log group " + plan.name + " in " + plan.region);
  if (plan.makes_role()) {
    would("make the role " + plan.name + " for ecs-tasks.amazonaws.com, with " + kTaskPolicyArn);
  } else {
    would("use the role " + plan.role + ", unchanged");
  }
  would("register the task definition " + plan.name + ", image " + plan.image +
        ", command: " + command_of(plan));
  would("run one task of it on cluster " + plan.cluster + " and wait until it has stopped");
  would("read its log, and say why where it failed");
  would(std::string("remove the task, the definition") + (plan.makes_role() ? ", the role" : "") +
        " and the log group");
}

/// The commands that remove it, for whoever wants it kept.
void tell_kept(const KnownGoodPlan& plan, const Made& made, const Watcher& watcher) {
  for (const Leftover& one : all_made(plan, made)) {
    watcher.done({"kept", StepStatus::kNote, one.what + "; remove it with: " + one.command});
  }
}

net::Task<void> clean_up(const Asking& asking, const KnownGoodPlan& plan, const Made& made,
                         Stop& stop, const Watcher& watcher) {
  const std::vector<Leftover> all = all_made(plan, made);
  if (all.empty()) co_return;
  const auto left = co_await remove_made(asking, plan, made, stop, watcher);
  for (const Leftover& one : left) {
    watcher.done({"left", StepStatus::kFailed,
                  one.what + " (" + one.why + "); remove it with: " + one.command});
  }
  if (!left.empty()) co_return;
  std::vector<std::string> names;
  for (const Leftover& one : all) names.push_back(one.what);
  watcher.done({"removed", StepStatus::kOk, joined(names)});
}

/// Why nothing is made; empty where it may go on.
std::string reason_to_stay(const Evidence& evidence, const KnownGoodPlan& plan,
                           Diagnosis& diagnosis) {
  if (diagnosis.verdict != Verdict::kOk) {
    return "not run: what the pre-flight found comes first";
  }
  const std::vector<std::string> lacking = lacking_actions(evidence, plan);
  if (lacking.empty()) return "";
  diagnosis.unexplained.push_back(
      {"the known-good procedure was not run: the caller lacks " + joined(lacking), "its policies",
       evidence.now});
  diagnosis.verdict = verdict_of(diagnosis);
  return "not run: the caller lacks " + joined(lacking) +
         " (--dry-run prints the policy that it needs, --preflight-only does without)";
}

}  // namespace

net::Task<void> go_on_with_known_good(const Asking& asking, const Evidence& evidence,
                                      const KnownGoodPlan& plan, const KnownGoodSettings& settings,
                                      Stop& stop, const Watcher& watcher, Diagnosis& diagnosis) {
  std::vector<Step> steps = std::move(diagnosis.steps);
  const Watcher teller{[&steps, &watcher](const Step& step) {
                         steps.push_back(step);
                         watcher.done(step);
                       },
                       watcher.waiting};
  const std::string subject = diagnosis.subject;
  const std::string why_not = reason_to_stay(evidence, plan, diagnosis);
  if (!why_not.empty()) teller.done({"procedure", StepStatus::kSkipped, why_not});
  if (settings.dry_run) {
    tell_plan(plan, teller);
    diagnosis.permissions = needed_policy(plan);
  } else if (why_not.empty()) {
    Outcome outcome;
    co_await run_known_good(asking, plan, settings.patience, stop, teller, outcome);
    Diagnosis conclusion = co_await conclude(asking, plan, outcome, evidence, settings.keep);
    if (outcome.interrupted) teller.done({"procedure", StepStatus::kSkipped, "interrupted"});
    if (settings.keep) {
      tell_kept(plan, outcome.made, teller);
    } else {
      co_await clean_up(asking, plan, outcome.made, stop, teller);
    }
    diagnosis = std::move(conclusion);
  }
  diagnosis.subject = subject;
  diagnosis.steps = std::move(steps);
}

}  // namespace berth::doctor
