// `berth policy suggest`: the smallest policy for what a role or a task was seen to call.
#include "cli/policy_suggest.h"

#include <ostream>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "aws/json_codec.h"
#include "aws/json_tree.h"
#include "aws/models/berth.h"
#include "base/shell_word.h"
#include "base/time_format.h"
#include "cli/ask_berth.h"
#include "cli/complaint.h"
#include "cli/exit_status.h"
#include "cli/log_lines.h"
#include "cli/pretty_json.h"

namespace berth::cli {
namespace {

using Answer = aws::berth::SuggestPolicyResponse;

constexpr const char* kSuggestFooter =
    "The policy is made from the recorded decisions, those that were denied too: let a role run\n"
    "under audit for a while (tag it berth:iam=audit, or start Berth with --iam audit), and the\n"
    "policy has all that it needs. By type, the tasks and instances of a cluster, the revisions "
    "of\n"
    "a task definition's family and the streams of a log group become one resource each.\n"
    "What was called within the last second may be missing.\n"
    "Exit status: 0; 1 where no call is recorded, no Berth runs, or --check finds a denied call; "
    "2\n"
    "for wrong usage.\n"
    "Examples:\n"
    "  berth policy suggest --role web --resources by-type --check\n"
    "  berth policy suggest --task ARN --output json | jq .policyDocument > policy.json\n"
    "  berth policy suggest --role web --diff       what is granted, and was never used";

aws::berth::SuggestPolicyRequest suggest_request_of(const PolicySuggestOptions& options) {
  aws::berth::SuggestPolicyRequest request;
  if (!options.role.empty()) request.role_name = options.role;
  if (!options.task.empty()) request.task_arn = options.task;
  request.resources = options.resources == "by-type" ? "BY_TYPE" : "EXACT";
  request.check = options.check;
  request.diff = options.diff;
  return request;
}

void print_calls(const std::vector<aws::berth::CallSeen>& calls, std::ostream& out) {
  for (const auto& each : calls) {
    out << with_controls_escaped(fmt::format("  {} on {}, {} times", each.action.value_or(""),
                                             each.resource.value_or(""), each.count.value_or(0)))
        << '\n';
  }
}

void print_notes(const Answer& answer, std::ostream& out) {
  const std::string role = answer.role_arn.value_or("");
  out << fmt::format("\nFrom {} decisions on calls of {} since {}.\n",
                     answer.calls_seen.value_or(0), role,
                     format_iso8601(answer.since.value_or(TimePoint())));
  if (answer.policy_size.value_or(0) > answer.policy_size_max.value_or(0)) {
    out << fmt::format(
        "It has {} characters, and AWS takes {} in a managed policy: try --resources by-type.\n",
        answer.policy_size.value_or(0), answer.policy_size_max.value_or(0));
  }
  if (answer.rules && !answer.rules->empty()) {
    out << "\nGeneralised\n";
    for (const auto& each : *answer.rules) {
      out << with_controls_escaped(fmt::format("  {}: {}, from {}", each.rule.value_or(""),
                                               each.resource.value_or(""), each.count.value_or(0)))
          << '\n';
    }
  }
  if (answer.newly_allowed && !answer.newly_allowed->empty()) {
    out << "\nDenied so far, and allowed by this policy: is it meant to be?\n";
    print_calls(*answer.newly_allowed, out);
  }
}

void print_check(const Answer& answer, std::ostream& out) {
  if (!answer.check) return;
  const auto denied = answer.check->denied ? answer.check->denied->size() : 0;
  out << fmt::format("\nChecked: {} recorded calls under this policy, {} kinds of them denied.\n",
                     answer.check->calls.value_or(0), denied);
  if (denied > 0) print_calls(*answer.check->denied, out);
}

std::string listed(const std::optional<std::vector<std::string>>& names) {
  return names && !names->empty() ? fmt::format("{}", fmt::join(*names, ", ")) : "none";
}

void print_diff(const Answer& answer, std::ostream& out) {
  if (!answer.unused) return;
  if (answer.unused->empty()) out << "\nThe role has no policies.\n";
  for (const auto& each : *answer.unused) {
    out << "\nPolicy " << with_controls_escaped(each.policy_name.value_or("")) << "\n  used    "
        << with_controls_escaped(listed(each.used_actions)) << "\n  unused  "
        << with_controls_escaped(listed(each.unused_actions));
    if (each.unknown_actions && !each.unknown_actions->empty()) {
      out << "\n  of services that Berth does not serve  "
          << with_controls_escaped(listed(each.unknown_actions));
    }
    out << '\n';
  }
}

void print_text(const Answer& answer, std::ostream& out) {
  const std::string document = answer.policy_document.value_or("{}");
  const std::string role = answer.role_arn.value_or("");
  out << pretty_json(document) << '\n';
  print_notes(answer, out);
  print_check(answer, out);
  print_diff(answer, out);
  out << "\nTo use it\n  "
      << with_controls_escaped(fmt::format(
             "aws iam put-role-policy --role-name {} --policy-name as-seen --policy-document {}",
             shell_word(role.substr(role.rfind('/') + 1)), shell_word(document)))
      << '\n';
}

/// The answer, with its policy as JSON rather than as a text that holds it.
std::string json_of(const Answer& answer) {
  const std::string encoded = aws::encode_json(answer);
  const auto tree = aws::parse_json(encoded);
  const aws::JsonValue* const document = tree ? tree->find("policyDocument") : nullptr;
  if (document == nullptr) return encoded;
  return encoded.substr(0, document->begin) + document->text() + encoded.substr(document->end);
}

}  // namespace

void add_policy_suggest_options(CLI::App& command, PolicySuggestOptions& options) {
  add_state_dir_option(command, options.common);
  auto* const subject = command.add_option_group("subject", "Whose calls");
  auto* const role =
      subject->add_option("--role", options.role, "Of a role's sessions")->type_name("NAME");
  auto* const task = subject
                         ->add_option("--task", options.task,
                                      "Of a task, as its task role unless --role names one")
                         ->type_name("ARN");
  refuse_empty(*role);
  refuse_empty(*task);
  subject->require_option(1, 2);
  command.add_option("--resources", options.resources, "As they were seen, or by named rules")
      ->type_name("exact|by-type")
      ->check(CLI::IsMember({"exact", "by-type"}))
      ->capture_default_str();
  command.add_flag("--check", options.check, "Decide all recorded calls under the policy");
  command.add_flag("--diff", options.diff, "Tell what attached policies grant that was not used");
  command.add_option("--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.footer(kSuggestFooter);
}

int run_policy_suggest(const PolicySuggestOptions& options, std::ostream& out, std::ostream& err) {
  const auto answer = ask_berth<aws::berth::ops::SuggestPolicy>(
      options.common.state_dir, "berth policy suggest", suggest_request_of(options));
  if (!answer) return complain(err, "berth policy suggest", answer.error());
  if (options.output == "json") {
    out << json_of(*answer) << '\n';
  } else {
    print_text(*answer, out);
  }
  const bool denied = answer->check && answer->check->denied && !answer->check->denied->empty();
  return denied ? kFailed : kDone;
}

}  // namespace berth::cli
