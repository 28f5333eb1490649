// `berth agent`: one container instance, joined to any control plane by its endpoint.
#include <iostream>

#include <spdlog/spdlog.h>

#include "agent/agent.h"
#include "agent/docker/docker_host.h"
#include "base/file.h"
#include "cli/version.h"
#include "client/credentials.h"
#include "program/commands.h"
#include "program/serving.h"
#include "store/sqlite/state_lock.h"

namespace berth::program {
namespace {

constexpr const char* kConfigFile = "/etc/ecs/ecs.config";
constexpr std::chrono::milliseconds kLookPeriod{200};

Result<agent::AgentOptions> options_of(const AgentOptions& given) {
  agent::AgentOptions options;
  BERTH_ASSIGN(const auto values, agent::read_setting_values(kConfigFile));
  BERTH_ASSIGN(options.settings, agent::parse_settings(values));
  for (const auto& name : agent::settings_not_acted_on(values)) {
    spdlog::warn("{} is set, and Berth's agent does not act on it", name);
  }
  if (options.settings.data_dir.empty()) options.settings.data_dir = given.state_dir + "/agent";
  BERTH_ASSIGN(const agent::DockerHost host,
               agent::choose_docker_host(given.docker, agent::inspect_docker_host()));
  if (host.private_engine) {
    return fail(client_fault("EngineNotFound",
                             "no Docker Engine answers on /var/run/docker.sock: start one, or name "
                             "it with --docker unix:///path ('berth up' starts one of its own)"));
  }
  options.docker_url = host.url;
  options.authority_dir = authority_dir(given.state_dir);
  options.credentials = client::chain_of_this_process();
  options.version = cli::version();
  return options;
}

int serve(net::Runtime& runtime, EndSignal& end, agent::AgentOptions options) {
  auto started = agent::Agent::start(runtime, std::move(options));
  if (!started) return report_failure("agent", started.error());
  const auto& agent = *started;
  int status = cli::kDone;
  bool told = false;
  while (!end.came()) {
    const auto connected = agent->wait_until_connected(kLookPeriod);
    if (!connected) {
      status = report_failure("agent", connected.error());
      break;
    }
    if (!*connected) continue;
    if (!std::exchange(told, true)) std::cout << "Joined the cluster.\n" << std::flush;
    end.wait();
  }
  agent->stop(true);
  runtime.stop();
  return status;
}

}  // namespace

int run_agent(const AgentOptions& given) {
  set_up_logging(given.log_level);
  auto options = options_of(given);
  if (!options) return report_failure("agent", options.error());
  const std::string data_dir = options->settings.data_dir;
  if (auto made = make_directory(data_dir, 0700); !made) {
    return report_failure("agent", made.error());
  }
  const auto lock = store::sqlite::StateLock::take(data_dir + "/agent.lock");
  if (!lock) return report_failure("agent", lock.error());
  net::Runtime runtime(thread_count());
  EndSignal end(runtime);
  return serve(runtime, end, std::move(*options));
}

}  // namespace berth::program
