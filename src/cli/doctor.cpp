// `berth doctor`: options, whom to ask, exit status; src/doctor does the rest.
#include "cli/doctor.h"

#include <functional>
#include <ostream>
#include <utility>

#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/clock.h"
#include "cli/doctor_catalogue.h"
#include "cli/doctor_procedure.h"
#include "cli/endpoint.h"
#include "cli/exit_status.h"
#include "cli/log_lines.h"
#include "cli/task_logs.h"
#include "doctor/collect.h"
#include "doctor/diagnosis.h"
#include "net/http_client.h"
#include "net/runtime.h"

namespace berth::cli {
namespace {

using doctor::Diagnosis;
using doctor::Evidence;
using doctor::Subject;
using doctor::Verdict;

constexpr const char* kDoctorFooter =
    "Without --task and --task-definition it looks at the caller, the cluster and its instances,\n"
    "and then runs AWS's known-good configuration with a log group, a role and a definition of "
    "its\n"
    "own (berth-doctor-...), which it removes again, also after Ctrl-C.\n"
    "With --task: why a task that runs or has stopped has trouble with its role.\n"
    "With --task-definition: whether a task of it would start on the cluster and get its role.\n"
    "With either, and with --preflight-only and --dry-run, it only asks. It asks with the "
    "caller's\n"
    "own credentials, from AWS_ENDPOINT_URL (or --endpoint) and the environment, else the Berth "
    "of\n"
    "--state-dir. What it may not see it says, and names no cause from it.\n"
    "Exit status: 0 nothing wrong was found, 1 a cause was found, 3 undecided or nobody to ask,\n"
    "2 wrong usage.\n"
    "Examples:\n"
    "  berth doctor                                          does a task get its role here?\n"
    "  berth doctor --dry-run                                what that would do, and its policy\n"
    "  berth doctor --task-definition web:3 --cluster blue   before this one runs\n"
    "  berth doctor --task ARN                               after it failed\n"
    "  berth doctor --task ARN --output markdown --redact    for a ticket\n"
    "  berth doctor --explain trust-wrong-principal          the page on one cause";

int complain_of(std::ostream& err, const std::string& reason) {
  err << "berth doctor: " << with_controls_escaped(reason) << '\n';
  return kWrongUsage;
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
  } else if (!options.role.empty()) {
    doctor::RoleSeen& role = evidence.task_role.emplace();
    role.given = options.role;
    role.name = options.role.substr(options.role.rfind('/') + 1);
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

bool runs_procedure(const DoctorOptions& options, const Evidence& evidence) {
  return evidence.subject == Subject::kCluster && !options.preflight_only;
}

/// `is_begun`: the head and the steps of the text were printed as they came.
void print(const Diagnosis& diagnosis, const DoctorOptions& options, bool is_begun,
           std::ostream& out) {
  const doctor::TextFormat format{options.to_terminal, options.verbose};
  if (options.output == "json") {
    out << doctor::to_json(diagnosis);
  } else if (options.output == "markdown") {
    out << doctor::to_markdown(diagnosis);
  } else {
    out << (is_begun ? doctor::end_text(diagnosis, format) : doctor::to_text(diagnosis, format));
  }
}

void add_procedure_options(CLI::App& command, DoctorOptions& options, CLI::Option& task,
                           CLI::Option& definition) {
  const auto own = [&](CLI::Option* option) { return option->excludes(&task, &definition); };
  auto* preflight = own(command.add_flag("--preflight-only", options.preflight_only,
                                         "Look, and do not run the known-good procedure"));
  own(command.add_flag("--dry-run", options.dry_run,
                       "Say what the procedure would do, and the policy that it needs"))
      ->excludes(preflight);
  own(command.add_flag("--keep", options.keep, "Leave what the procedure made"))
      ->excludes(preflight);
  auto* image = own(command.add_option("--image", options.image,
                                       "The procedure's image: needs bash and the AWS CLI"))
                    ->capture_default_str();
  refuse_empty(*image);
  auto* role = own(command.add_option("--role", options.role,
                                      "A role to use in place of one that the procedure makes"))
                   ->type_name("NAME|ARN");
  refuse_empty(*role);
  own(command.add_option("--timeout", options.timeout_s,
                         "How long the procedure's task may take, in seconds"))
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
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
  add_procedure_options(command, options, *task, *definition);
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
  command.footer(kDoctorFooter);
}

int run_doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err) {
  if (options.list) {
    print_causes(options.output, out);
    return kDone;
  }
  if (!options.explain.empty()) {
    if (print_cause(options.explain, options.output, out)) return kDone;
    return complain_of(err,
                       "there is no cause '" + options.explain + "' (see 'berth doctor --list')");
  }
  if (!options.endpoint.empty()) {
    const auto origin = net::Origin::parse(options.endpoint);
    if (!origin) return complain_of(err, "--endpoint: " + origin.error().message);
  }
  auto endpoint = endpoint_for(options);
  if (!endpoint) {
    complain_of(err, endpoint.error().message);
    return kUndecided;
  }
  if (const auto origin = net::Origin::parse(endpoint->url); !origin) {
    return complain_of(err, origin.error().message);
  }
  Evidence evidence = asked_for(options, endpoint->region);
  const bool runs = runs_procedure(options, evidence);
  Diagnosis diagnosis;
  net::Runtime runtime(1);
  SystemClock clock;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    RegionalClients clients(runtime.main_context(), std::move(*endpoint), clock);
    const doctor::ClientOf client_of = [&clients](const std::string& region) {
      return clients.in(region);
    };
    const doctor::Asking asking{runtime.main_context(), client_of, clock};
    co_await doctor::collect(asking, evidence);
    diagnosis = doctor::diagnose(evidence);
    if (runs) co_await run_procedure(asking, options, evidence, diagnosis, out);
  });
  if (options.redact) diagnosis = doctor::redacted(std::move(diagnosis));
  print(diagnosis, options, runs, out);
  return status_of(diagnosis.verdict);
}

}  // namespace berth::cli
