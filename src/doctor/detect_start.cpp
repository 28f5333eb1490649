// Detectors: what ended the task before or instead of its program?
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/shell_word.h"
#include "doctor/detect.h"
#include "doctor/names.h"

namespace berth::doctor {
namespace {

constexpr std::chrono::seconds kDelivery{15};  // awslogs brings lines with a delay

/// Why a container, or the whole task, stopped.
struct Reason {
  std::string container;  ///< empty: the task's
  std::string text;
};

std::vector<Reason> reasons_of(const Evidence& evidence) {
  std::vector<Reason> reasons;
  for (const auto& container : items(evidence.task_seen->containers)) {
    const std::string name = container.name.value_or("");
    if (!evidence.container.empty() && name != evidence.container) continue;
    if (container.reason && !container.reason->empty()) {
      reasons.push_back({name, *container.reason});
    }
  }
  const std::string of_task = evidence.task_seen->stopped_reason.value_or("");
  if (!of_task.empty()) reasons.push_back({"", of_task});
  return reasons;
}

Proof reason_proof(const Evidence& evidence, const Reason& reason) {
  return task_proof(evidence, (reason.container.empty() ? std::string("stoppedReason: ")
                                                        : "container " + reason.container + ": ") +
                                  reason.text);
}

const LogSeen* log_of(const Evidence& evidence, const std::string& container) {
  for (const LogSeen& log : evidence.logs) {
    if (container.empty() || log.container == container) return &log;
  }
  return nullptr;
}

Finding image_pull(const Evidence& evidence, const Reason& reason) {
  const auto* const container = container_of(evidence, reason.container);
  const std::string image = container != nullptr ? container->image.value_or("") : "";
  std::vector<Proof> proofs = {reason_proof(evidence, reason)};
  if (!image.empty()) proofs.push_back(definition_proof(evidence, "its image is " + image));
  return make_finding(
      "image-pull-failed", std::move(proofs),
      {"On the instance, pull it by hand: what is printed says whether the name, the way or the "
       "right is wrong. Then correct the image in a new revision.",
       "docker pull " + shell_word(image.empty() ? "IMAGE" : image), ""});
}

std::string create_group(const LogSeen& log) {
  return "aws logs create-log-group --region " + shell_word(log.region) + " --log-group-name " +
         shell_word(log.group);
}

Finding group_missing(const Evidence& evidence, const LogSeen& log, std::vector<Proof> proofs) {
  if (log.group_exists && *log.group_exists.answer) {
    return make_finding("log-group-missing", std::move(proofs),
                        {"The log group is there by now: start the task again.", "", ""});
  }
  if (log.regions_with_group.empty()) {
    return make_finding("log-group-missing", std::move(proofs),
                        {"Create the log group.", create_group(log), ""});
  }
  const std::string there = log.regions_with_group.front();
  proofs.push_back({"log group " + log.group + " is in " + there,
                    "logs:DescribeLogGroups " + log.group + " in " + there, log.group_exists.at});
  const std::string jq = "(.containerDefinitions[] | select(.name == " + json_text(log.container) +
                         R"() | .logConfiguration.options["awslogs-region"]) = )" +
                         json_text(there);
  return make_finding(
      "log-group-in-other-region", std::move(proofs),
      {"Correct awslogs-region in a new revision.", new_revision_command(evidence, jq),
       R"({"awslogs-region":)" + json_text(there) + "}"});
}

Proof group_proof(const LogSeen& log) {
  return {"there is no log group " + log.group + " in " + log.region, log.group_exists.question,
          log.group_exists.at};
}

bool group_is_missing(const LogSeen& log) {
  return log.group_exists && !*log.group_exists.answer && !log.creates_group;
}

/// What a reason says by its words; nothing where it says nothing of the catalogue.
std::optional<Finding> finding_of(const Evidence& evidence, const Reason& reason) {
  const std::string& text = reason.text;
  if (text.starts_with("CannotPull")) return image_pull(evidence, reason);
  if (contains(text, "ResourceInitializationError") &&
      (contains(text, "pull secrets") || contains(text, "registry auth"))) {
    return make_finding(
        "execution-role-denied", {reason_proof(evidence, reason)},
        {"Give the execution role the action that the reason names.",
         "aws iam list-attached-role-policies --role-name " +
             shell_word(evidence.execution_role ? evidence.execution_role->name : "EXECUTION_ROLE"),
         ""});
  }
  if (contains(text, "The specified log group does not exist")) {
    const LogSeen* const log = log_of(evidence, reason.container);
    if (log == nullptr) return std::nullopt;
    std::vector<Proof> proofs = {reason_proof(evidence, reason)};
    // Made since then: what stopped the task is still that it was missing.
    if (group_is_missing(*log)) proofs.push_back(group_proof(*log));
    return group_missing(evidence, *log, std::move(proofs));
  }
  if (contains(text, "CredentialsEndpointError")) {
    return make_finding(
        "proxy-on-engine", {reason_proof(evidence, reason)},
        {"On the instance, give dockerd NO_PROXY=169.254.169.254,169.254.170.2 and restart it.",
         "systemctl show docker --property Environment", ""});
  }
  if (contains(text, "log stream") && contains(text, "AccessDenied")) {
    return make_finding(
        "log-write-denied", {reason_proof(evidence, reason)},
        {"Allow logs:CreateLogStream and logs:PutLogEvents to the role that writes the log: the "
         "execution role where there is one, else the instance's.",
         "",
         R"({"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"})"});
  }
  if (contains(text, "executable file not found") ||
      (text.starts_with("CannotStartContainerError") &&
       contains(text, "no such file or directory"))) {
    return make_finding(
        "no-client-in-image", {reason_proof(evidence, reason)},
        {"Correct entryPoint and command, or use an image that has the program.", "", ""});
  }
  if (text.starts_with("OutOfMemoryError")) {
    const std::string jq =
        reason.container.empty()
            ? ".containerDefinitions[].memory = 512"
            : "(.containerDefinitions[] | select(.name == " + json_text(reason.container) +
                  ") | .memory) = 512";
    return make_finding("container-died-early", {reason_proof(evidence, reason)},
                        {"Give the container more memory (yum wants more than 128 MiB).",
                         new_revision_command(evidence, jq), R"({"memory":512})"});
  }
  return std::nullopt;
}

void by_reasons(const Evidence& evidence, Findings& out) {
  for (const Reason& reason : reasons_of(evidence)) {
    auto finding = finding_of(evidence, reason);
    if (!finding) continue;
    const auto same = [&](const Finding& one) { return one.id == finding->id; };
    if (std::none_of(out.causes.begin(), out.causes.end(), same)) {
      out.causes.push_back(std::move(*finding));
    }
  }
}

/// Exit status 127: the shell's last word is what it did not find.
void by_missing_program(const Evidence& evidence, const Symptoms& symptoms, Findings& out) {
  for (auto symptom = symptoms.rbegin(); symptom != symptoms.rend(); ++symptom) {
    if (symptom->kind != SymptomKind::kNoCommand) continue;
    if (exit_code_of(evidence, symptom->container) != 127) continue;
    const bool is_client = symptom->subject == "aws";
    out.causes.push_back(make_finding(
        is_client ? "client-not-installed" : "no-client-in-image",
        {proof_of(*symptom),
         task_proof(evidence, "container " + symptom->container + " left with 127")},
        {is_client ? "Use an image that holds the AWS CLI; the lines before that one say why its "
                     "installation failed."
                   : "Use an image that holds the program, or correct the command.",
         "", is_client ? R"({"image":"public.ecr.aws/aws-cli/aws-cli"})" : ""},
        {"no-task-role", "action-not-allowed"}));
    return;
  }
}

/// The essential container that ended by itself and by failing, where others were ended by it.
void by_other_container(const Evidence& evidence, Findings& out) {
  if (evidence.task_seen->stop_code != "EssentialContainerExited") return;
  const auto& containers = items(evidence.task_seen->containers);
  const aws::ecs::Container* first = nullptr;
  const aws::ecs::Container* victim = nullptr;
  for (const auto& container : containers) {
    if (!container.exit_code) return;
    const auto* const definition = container_of(evidence, container.name.value_or(""));
    const bool is_essential = definition != nullptr && definition->essential.value_or(true);
    if (is_killed(*container.exit_code) && container.reason.value_or("").empty()) {
      if (evidence.container.empty() || container.name == evidence.container) victim = &container;
    } else if (is_essential) {
      if (first != nullptr) return;  // several: which came first is not told
      first = &container;
    }
  }
  const bool is_asked_for = victim != nullptr && victim->name == evidence.container;
  if (first == nullptr || victim == nullptr || (*first->exit_code == 0 && !is_asked_for)) return;
  const std::string name = first->name.value_or("");
  out.causes.push_back(make_finding(
      "other-container-exited",
      {task_proof(evidence, "essential container " + name + " left with " +
                                std::to_string(*first->exit_code)),
       task_proof(evidence, "container " + victim->name.value_or("") +
                                " was then ended: " + std::to_string(*victim->exit_code)),
       task_proof(evidence, "stopCode EssentialContainerExited")},
      {"Look at that container; or mark it essential: false in a new revision, if the task may "
       "live without it.",
       "berth doctor --task " + shell_word(evidence.task_seen->task_arn.value_or("")) +
           " --container " + shell_word(name),
       ""}));
}

/// It failed and its log stream holds nothing.
void by_silence(const Evidence& evidence, Findings& out) {
  if (!out.causes.empty() || evidence.task_seen->stop_code != "EssentialContainerExited") return;
  for (const LogSeen& log : evidence.logs) {
    if (!evidence.container.empty() && log.container != evidence.container) continue;
    const auto code = exit_code_of(evidence, log.container);
    if (!code || *code == 0 || is_killed(*code) || *code == 127) continue;
    const bool is_empty =
        (log.lines && log.lines->empty()) || log.lines.was_refused_as("ResourceNotFoundException");
    if (!is_empty) continue;
    Finding finding = make_finding(
        "container-died-early",
        {task_proof(evidence, "container " + log.container + " left with " + std::to_string(*code)),
         {"its log is empty", log.lines.question, log.lines.at}},
        {"Run its command by hand on the instance, or let it print what it does.", "", ""});
    const auto stopped_at = evidence.task_seen->stopped_at.value_or(TimePoint{});
    const bool is_settled = evidence.now - stopped_at > kDelivery;
    if (!is_settled) finding.fix.text = "Lines may still come: look again in a few seconds.";
    (is_settled ? out.causes : out.possible).push_back(std::move(finding));
    return;
  }
}

void before_it_runs(const Evidence& evidence, Findings& out) {
  for (const LogSeen& log : evidence.logs) {
    if (group_is_missing(log)) {
      out.causes.push_back(group_missing(evidence, log, {group_proof(log)}));
    } else if (log.group_exists && *log.group_exists.answer) {
      out.ruled_out.push_back({"log-group-missing", "log group " + log.group + " is there"});
    }
  }
}

}  // namespace

Findings start_findings(const Evidence& evidence, const Symptoms& symptoms) {
  Findings out;
  if (evidence.subject == Subject::kDefinition) before_it_runs(evidence, out);
  if (!evidence.task_seen || !has_failed(evidence)) return out;
  by_reasons(evidence, out);
  by_missing_program(evidence, symptoms, out);
  by_other_container(evidence, out);
  by_silence(evidence, out);
  if (has_started(evidence)) {
    out.ruled_out.push_back({"image-pull-failed", "the task ran"});
    out.ruled_out.push_back({"log-group-missing", "the task ran"});
  }
  return out;
}

}  // namespace berth::doctor
