// The executable `berth`: takes its command line apart and starts the command.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/common_options.h"
#include "cli/doctor.h"
#include "cli/env.h"
#include "cli/logs.h"
#include "cli/logs_export.h"
#include "cli/policy_evaluate.h"
#include "cli/policy_suggest.h"
#include "cli/version.h"
#include "cli/why.h"
#include "program/commands.h"
#include "store/sqlite/library_version.h"

namespace {

using berth::cli::kWrongUsage;

const auto kOutputFormats = CLI::IsMember({"text", "json"});

/// Everything that the command line can say.
struct CommandLine {
  berth::cli::CommonOptions common;
  berth::program::AgentOptions agent;
  berth::cli::EnvOptions env;
  berth::cli::LogsOptions logs;
  berth::cli::LogsExportOptions logs_export;
  berth::cli::DoctorOptions doctor;
  berth::cli::PolicyEvaluateOptions policy_evaluate;
  berth::cli::PolicySuggestOptions policy_suggest;
  berth::cli::WhyOptions why;
  std::string version_output = "text";
};

void add_server_commands(CLI::App& app, CommandLine& line) {
  auto* up = app.add_subcommand(
      "up", "Run everything on this machine: the control plane and one container instance");
  berth::cli::add_server_options(*up, line.common);
  up->add_option("--region", line.common.region, "The region of this machine's own cluster")
      ->envname("BERTH_REGION")
      ->capture_default_str();
  up->add_option(
        "--docker", line.common.docker,
        "A Docker Engine's socket; auto: DOCKER_HOST, /var/run/docker.sock, else a private "
        "engine for root")
      ->envname("BERTH_DOCKER")
      ->type_name("HOST")
      ->capture_default_str();
  up->footer(
      "Stops its tasks and removes their containers at SIGINT or SIGTERM; the state stays.\n"
      "The ECS_* settings of the agent and BERTH_TRANSPARENT_ENDPOINTS come from the environment:\n"
      "docs/agent.md. The administrator's key is made at the first start, or taken from\n"
      "BERTH_ROOT_ACCESS_KEY_ID and BERTH_ROOT_SECRET_ACCESS_KEY.\n"
      "Example: berth up --region us-west-2\n"
      "Example: ECS_TASK_METADATA_RPS_LIMIT=1,1 berth up");

  auto* server = app.add_subcommand("server", "Run the control plane alone");
  berth::cli::add_server_options(*server, line.common);
  server->add_option("--region", line.common.region, "The region that `berth env` points at")
      ->envname("BERTH_REGION")
      ->capture_default_str();
  server->footer(
      "The administrator's key is made at the first start, or taken from BERTH_ROOT_ACCESS_KEY_ID\n"
      "and BERTH_ROOT_SECRET_ACCESS_KEY. Container instances join with 'berth agent'.\n"
      "Example: berth server --listen 0.0.0.0:4566");
}

void add_agent_command(CLI::App& app, CommandLine& line) {
  auto* agent = app.add_subcommand(
      "agent", "Run one container instance, configured by the ECS_* settings of the real agent");
  agent->add_option("--docker", line.agent.docker, "A Docker Engine's socket, or auto")
      ->envname("BERTH_DOCKER")
      ->type_name("HOST")
      ->capture_default_str();
  line.agent.state_dir = berth::cli::default_state_dir();
  agent->add_option("--state-dir", line.agent.state_dir, "Where ECS_DATADIR is, unless it is set")
      ->envname("BERTH_STATE_DIR")
      ->type_name("DIR")
      ->capture_default_str();
  agent->add_option("--log-level", line.agent.log_level, "What is logged to standard error")
      ->envname("BERTH_LOG_LEVEL")
      ->type_name("debug|info|warn|error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
  agent->footer(
      "Settings come from the environment and from /etc/ecs/ecs.config: ECS_CLUSTER,\n"
      "ECS_BACKEND_HOST, AWS_DEFAULT_REGION and others; docs/agent.md has them all.\n"
      "Example: ECS_BACKEND_HOST=http://127.0.0.1:4566 ECS_CLUSTER=default berth agent");
}

void add_client_commands(CLI::App& app, CommandLine& line) {
  auto* env = app.add_subcommand("env", "Print shell exports that point AWS clients at Berth");
  berth::cli::add_state_dir_option(*env, line.env.common);
  env->add_option("--output", line.env.output, "text or json")->check(kOutputFormats);
  env->footer("Example: eval \"$(berth env)\"");

  auto* logs = app.add_subcommand("logs", "Print the log of a task or of a log group");
  berth::cli::add_logs_options(*logs, line.logs);
  auto* logs_export = logs->add_subcommand("export", "Write a log group's events to a file");
  berth::cli::add_logs_export_options(*logs_export, line.logs_export);

  auto* doctor = app.add_subcommand("doctor", "Say why a task does not get its role");
  berth::cli::add_doctor_options(*doctor, line.doctor);

  auto* why = app.add_subcommand("why", "Explain why IAM decided as it did");
  berth::cli::add_why_options(*why, line.why);

  auto* policy = app.add_subcommand("policy", "Decide policy cases, and suggest policies");
  policy->require_subcommand(1);
  auto* evaluate = policy->add_subcommand(
      "evaluate", "Decide cases, one JSON object a line, and print a decision a line");
  berth::cli::add_policy_evaluate_options(*evaluate, line.policy_evaluate);
  auto* suggest = policy->add_subcommand(
      "suggest", "Suggest the smallest policy for what a role or a task was seen to call");
  berth::cli::add_policy_suggest_options(*suggest, line.policy_suggest);

  auto* version = app.add_subcommand("version", "Print the version and what it was built with");
  version->add_option("--output", line.version_output, "text or json")->check(kOutputFormats);
}

int run(const CLI::App& app, CommandLine& line) {
  if (app.got_subcommand("up")) return berth::program::run_up(line.common);
  if (app.got_subcommand("server")) return berth::program::run_server(line.common);
  if (app.got_subcommand("agent")) return berth::program::run_agent(line.agent);
  if (app.got_subcommand("env")) return berth::cli::run_env(line.env, std::cout, std::cerr);
  if (app.got_subcommand("logs")) {
    const CLI::App& logs = *app.get_subcommand("logs");
    if (logs.got_subcommand("export")) {
      // --state-dir may stand in front of `export`, too.
      if (logs.count("--state-dir") > 0) line.logs_export.common = line.logs.common;
      return berth::cli::run_logs_export(line.logs_export, std::cout, std::cerr);
    }
    return berth::cli::run_logs(line.logs, std::cout, std::cerr);
  }
  if (app.got_subcommand("doctor")) {
    return berth::cli::run_doctor(line.doctor, std::cout, std::cerr);
  }
  if (app.got_subcommand("why")) return berth::cli::run_why(line.why, std::cout, std::cerr);
  if (app.got_subcommand("policy")) {
    if (app.get_subcommand("policy")->got_subcommand("suggest")) {
      return berth::cli::run_policy_suggest(line.policy_suggest, std::cout, std::cerr);
    }
    line.policy_evaluate.progress = isatty(STDERR_FILENO) == 1;
    return berth::cli::run_policy_evaluate(line.policy_evaluate, std::cin, std::cout, std::cerr);
  }
  return berth::cli::run_version(line.version_output, berth::store::library_version(), std::cout);
}

/// The command that the line names, as far as it was understood: "berth policy evaluate".
std::string words_of(const CLI::App& app) {
  const auto named = app.get_subcommands();
  if (named.empty()) return app.get_name();
  return app.get_name() + ' ' + words_of(*named.front());
}

/// Shells allow 1,024 descriptors, which one container could use up with connections. Containers of
/// an engine that Berth starts inherit the limit: programs that close all that they may have open
/// take long where there is none.
void raise_descriptor_limit() {
  constexpr rlim_t kDescriptors = 65'536;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kDescriptors) return;
  limit.rlim_cur = std::min(limit.rlim_max, kDescriptors);
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  raise_descriptor_limit();
  CLI::App app{"Berth: Amazon ECS with IAM roles for tasks, on your own machine", "berth"};
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "Print the help of every command");
  app.footer("'berth COMMAND --help' tells more. Start with: berth up");
  CommandLine line;
  add_server_commands(app, line);
  add_agent_command(app, line);
  add_client_commands(app, line);
  const std::string_view word = argc > 1 ? argv[1] : "-";
  const auto has_name = [word](const CLI::App* command) { return command->get_name() == word; };
  if (!word.starts_with('-') && app.get_subcommands(has_name).empty()) {
    std::cerr << "berth: there is no command '" << word << "' (see 'berth --help')\n";
    return kWrongUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    const std::string words = words_of(app);
    std::cerr << words << ": " << error.what() << " (see '" << words << " --help')\n";
    return kWrongUsage;
  }
  return run(app, line);
}
