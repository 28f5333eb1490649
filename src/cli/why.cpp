// `berth why`: explains decisions of IAM that were recorded.
#include "cli/why.h"

#include <ostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "aws/json_codec.h"
#include "aws/models/berth.h"
#include "cli/ask_berth.h"
#include "cli/complaint.h"
#include "cli/exit_status.h"
#include "cli/why_text.h"

namespace berth::cli {
namespace {

constexpr const char* kWhyFooter =
    "Every decision of IAM is recorded: who called what, what each policy said, and for a denial\n"
    "the statement that came nearest to allowing it, with what it wanted and what it got. A\n"
    "request's id is in the answer's header x-amzn-RequestId, and AWS's clients print it with\n"
    "--debug. Of a role or a task the denials are told, or the newest decisions where there is no\n"
    "denial. The commands at the end let the call through: read them before you paste them.\n"
    "AWS_ENDPOINT_URL with AWS_ACCESS_KEY_ID or AWS_PROFILE in the environment point it at any\n"
    "other Berth, unless --state-dir names an installation.\n"
    "Exit status: 0; 1 where nothing is recorded or no Berth runs; 2 for wrong usage.\n"
    "Examples:\n"
    "  berth why                                    the newest denial\n"
    "  berth why 5d0c2f9e-8b1f-4a64-9a53-0b9f2d7c11aa\n"
    "  berth why --task ARN                         what a task was denied\n"
    "  berth why --role web --output json | jq .decisions[0].explanation.nearestMiss";

aws::berth::ExplainDecisionRequest request_of(const WhyOptions& options) {
  aws::berth::ExplainDecisionRequest request;
  if (!options.request_id.empty()) request.request_id = options.request_id;
  if (!options.task.empty()) request.task_arn = options.task;
  if (!options.role.empty()) request.role_name = options.role;
  const bool other = request.request_id || request.task_arn || request.role_name;
  if (options.last || !other) request.last = true;
  request.max_results = options.count;
  return request;
}

}  // namespace

void add_why_options(CLI::App& command, WhyOptions& options) {
  add_state_dir_option(command, options.common);
  auto* const id = command.add_option("request-id", options.request_id, "The request to explain")
                       ->type_name("REQUEST-ID");
  auto* const last = command.add_flag("--last", options.last, "Explain the newest denial");
  auto* const task = command.add_option("--task", options.task, "Explain what a task was denied")
                         ->type_name("ARN");
  auto* const role = command.add_option("--role", options.role, "Explain what a role was denied")
                         ->type_name("NAME");
  for (auto* const named : {id, task, role}) refuse_empty(*named);
  for (auto* const one : {id, last, task, role}) {
    for (auto* const other : {id, last, task, role}) {
      if (one != other) one->excludes(other);
    }
  }
  command.add_option("--count", options.count, "Of a role or a task, at most so many decisions")
      ->type_name("N")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command.add_option("--output", options.output, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command.footer(kWhyFooter);
}

int run_why(const WhyOptions& options, std::ostream& out, std::ostream& err) {
  const auto answer = ask_berth<aws::berth::ops::ExplainDecision>(options.common.state_dir,
                                                                  "berth why", request_of(options));
  if (!answer) return complain(err, "berth why", answer.error());
  if (options.output == "json") {
    out << aws::encode_json(*answer) << '\n';
    return kDone;
  }
  bool first = true;
  for (const aws::berth::Decision& each : *answer->decisions) {
    if (!first) out << '\n';
    first = false;
    print_decision(each, out);
  }
  return kDone;
}

}  // namespace berth::cli
