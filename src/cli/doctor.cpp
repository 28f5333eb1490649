// `berth doctor`: options, whom to ask, exit status; src/doctor does the rest.
#include "cli/doctor.h"

#include <algorithm>
#include <functional>
#include <ostream>
#include <utility>

#include <unistd.h>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/clock.h"
#include "cli/endpoint.h"
#include "cli/exit_status.h"
#include "cli/log_lines.h"
#include "cli/task_logs.h"
#include "doctor/cause.h"
#include "doctor/collect.h"
#include "doctor/diagnosis.h"
#include "doctor/text.h"
#include "net/runtime.h"

namespace berth::cli {
namespace {

using doctor::Diagnosis;
using doctor::Evidence;
using doctor::Subject;
using doctor::Verdict;

constexpr const char* kFooter =
    "With --task: why a task that runs or has stopped has trouble with its role.\n"
    "With --task-definition: whether a task of it would start on the cluster and get its role.\n"
    "With neither: the caller, the cluster, its instances and the log group ecs-tasks.\n"
    "It only asks: nothing is made or changed. It asks with the caller's own credentials, from\n"
    "AWS_ENDPOINT_URL (or --endpoint) and the environment, else the Berth of --state-dir. What it\n"
    "may not see it says, and names no cause from it.\n"
    "Not built yet: running the known-good procedure itself, and looking from inside a task; the\n"
    "causes that need that or the instance's agent are listed as skipped.\n"
    "Exit status: 0 nothing wrong was found, 1 a cause was found, 3 undecided or nobody to ask,\n"
    "2 wrong usage.\n"
    "Examples:\n"
    "  berth doctor                                          before anything runs\n"
    "  berth doctor --task-definition web:3 --cluster blue   before this one runs\n"
    "  berth doctor --task ARN                               after it failed\n"
    "  berth doctor --task ARN --output markdown --redact    for a ticket\n"
    "  berth doctor --explain trust-wrong-principal          the page on one cause";

int complain_of(std::ostream& err, const std::string& reason) {
  err << "berth doctor: " << with_controls_escaped(reason) << '\n';
  return kWrongUsage;
}

void print_list(std::ostream& out) {
  for (const doctor::Group group : doctor::all_groups()) {
    out << doctor::name_of(group) << '\n';
    for (const doctor::Cause& cause : doctor::causes_of(group)) {
      out << fmt::format("  {:<40} {:<21} {}\n", cause.id, doctor::name_of(cause.seen),
                         cause.title);
    }
  }
}

int explain(const std::string& id, std::ostream& out, std::ostream& err) {
  const doctor::Cause* const cause = doctor::find_cause(id);
  if (cause == nullptr) {
    return complain_of(err, "there is no cause '" + id + "' (see 'berth doctor --list')");
  }
  const std::string page = doctor::page_of(*cause);
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = std::min(page.size(), page.find('\n', begin));
    out << doctor::wrapped(page.substr(begin, end - begin), 100, 0) << '\n';
    begin = end + 1;
  }
  return kDone;
}

/// What is to be looked at, from what was typed.
Evidence asked_for(const DoctorOptions& options, const std::string& default_region) {
  Evidence evidence;
  const TaskName name = resolved(
      {options.task, options.cluster, options.region.empty() ? default_region : options.region});
  evidence.region = name.region;
  evidence.cluster = name.cluster;
  evidence.task = name.task;
  evidence.definition_name = options.task_definition;
  evidence.container = options.container;
  if (!options.task.empty()) {
    evidence.subject = Subject::kTask;
  } else if (!options.task_definition.empty()) {
    evidence.subject = Subject::kDefinition;
  }
  return evidence;
}

/// --endpoint goes with the environment's key where there is one, else with the administrator's.
Result<Endpoint> endpoint_for(const DoctorOptions& options) {
  const client::Environment environment = client::process_environment();
  if (options.endpoint.empty()) {
    return find_endpoint(options.common.state_dir, environment, "berth doctor");
  }
  if (!client::find_keys(environment)) {
    BERTH_ASSIGN(Endpoint running,
                 find_endpoint(options.common.state_dir, environment, "berth doctor"));
    running.url = options.endpoint;
    return running;
  }
  Endpoint endpoint;
  endpoint.url = options.endpoint;
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (endpoint.region.empty()) endpoint.region = environment(name);
  }
  if (endpoint.region.empty()) endpoint.region = options.region;
  if (endpoint.region.empty()) {
    return fail(client_fault("NoRegion", "no region is set: name one with --region"));
  }
  endpoint.ca_bundle_path = environment("AWS_CA_BUNDLE");
  endpoint.credentials = client::chain_of_this_process();
  return endpoint;
}

int status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return kDone;
    case Verdict::kFailed:
      return kFailed;
    case Verdict::kUndecided:
      break;
  }
  return kUndecided;
}

void print(const Diagnosis& diagnosis, const DoctorOptions& options, std::ostream& out) {
  if (options.output == "json") {
    out << doctor::to_json(diagnosis);
  } else if (options.output == "markdown") {
    out << doctor::to_markdown(diagnosis);
  } else {
    out << doctor::to_text(diagnosis, {options.to_terminal, options.verbose});
  }
}

}  // namespace

void add_doctor_options(CLI::App& command, DoctorOptions& options) {
  add_state_dir_option(command, options.common);
  auto* task = command.add_option("--task", options.task, "A task that runs or has stopped")
                   ->type_name("ID|ARN");
  refuse_empty(*task);
  auto* definition = command
                         .add_option("--task-definition", options.task_definition,
                                     "A task definition, before anything runs")
                         ->type_name("FAMILY[:REV]|ARN")
                         ->excludes(task);
  refuse_empty(*definition);
  command.add_option("--cluster", options.cluster, "The cluster, where no ARN names it")
      ->type_name("NAME|ARN")
      ->capture_default_str();
  command.add_option("--container", options.container, "What this container of the task printed")
      ->type_name("NAME")
      ->needs(task);
  command.add_option("--region", options.region, "The region, where no ARN names it")
      ->type_name("REGION");
  command.add_option("--endpoint", options.endpoint, "In place of AWS_ENDPOINT_URL")
      ->type_name("URL");
  command.add_option("--explain", options.explain, "Print the page on one cause and stop")
      ->type_name("ID");
  command.add_flag("--list", options.list, "Print all causes, and whether they are looked for");
  command.add_flag("--redact", options.redact,
                   "Mask account ids, key ids and what looks like a secret");
  command.add_flag("-v,--verbose", options.verbose, "Say of each cause ruled out, why");
  command.add_option("--output", options.output, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  options.to_terminal = ::isatty(STDOUT_FILENO) == 1;
  command.footer(kFooter);
}

int run_doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err) {
  if (options.list) {
    print_list(out);
    return kDone;
  }
  if (!options.explain.empty()) return explain(options.explain, out, err);
  auto endpoint = endpoint_for(options);
  if (!endpoint) {
    complain_of(err, endpoint.error().message);
    return kUndecided;
  }
  Evidence evidence = asked_for(options, endpoint->region);
  net::Runtime runtime(1);
  SystemClock clock;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    RegionalClients clients(runtime.main_context(), std::move(*endpoint), clock);
    const doctor::ClientOf client_of = [&clients](const std::string& region) {
      return clients.in(region);
    };
    const doctor::Asking asking{runtime.main_context(), client_of, clock};
    co_await doctor::collect(asking, evidence);
  });
  Diagnosis diagnosis = doctor::diagnose(evidence);
  if (options.redact) diagnosis = doctor::redacted(std::move(diagnosis));
  print(diagnosis, options, out);
  return status_of(diagnosis.verdict);
}

}  // namespace berth::cli
