// `berth up`: the control plane, an engine where there is none, and one container instance, each as
// it would be alone: the agent joins by the same websocket as any other.
#include <iostream>
#include <memory>
#include <optional>

#include <unistd.h>

#include <spdlog/spdlog.h>

#include "agent/agent.h"
#include "agent/docker/docker_host.h"
#include "agent/private_engine/engine_paths.h"
#include "agent/private_engine/private_engine.h"
#include "cli/running.h"
#include "cli/version.h"
#include "net/await_callback.h"
#include "program/commands.h"
#include "program/control_plane.h"
#include "program/instance_role.h"
#include "program/serving.h"

namespace berth::program {
namespace {

constexpr const char* kCluster = "default";
constexpr const char* kSessionName = "berth-up";
constexpr std::chrono::seconds kJoinPatience{30};
/// The longest stop timeout that a definition may ask for, and some.
constexpr std::chrono::seconds kEndPatience{150};

/// Everything of one `berth up`, in the order that it starts.
class Up {
 public:
  explicit Up(const cli::CommonOptions& options) : options_(options) {}

  int run();

 private:
  Result<void> start();
  Result<void> start_engine();
  Result<void> start_agent();
  Result<agent::Settings> settings();
  net::Task<Result<void>> after_reset();
  void tell();
  void close(bool with_adopted_engine);
  void stop();
  void stop_tasks();

  cli::CommonOptions options_;
  net::Runtime runtime_{thread_count()};
  EndSignal end_{runtime_};
  bool told_ = false;  ///< running.json is this process's
  agent::DockerHost host_;
  std::unique_ptr<ControlPlane> plane_;
  std::unique_ptr<agent::PrivateEngine> engine_;
  std::unique_ptr<agent::Agent> agent_;
};

void say(const std::string& line) {
  std::cout << line << "\n" << std::flush;
}

/// What is the same for every `berth up`; who set it otherwise wants `berth agent`.
void set_own(agent::SettingValues& values, const std::string& name, const std::string& value) {
  std::string& set = values[name];
  if (!set.empty() && set != value) {
    spdlog::warn(
        "{}={} is passed over: 'berth up' joins its own cluster '{}'; 'berth agent' joins "
        "others",
        name, set, kCluster);
  }
  set = value;
}

/// What `berth up` sets where its environment does not.
Result<agent::Settings> Up::settings() {
  BERTH_ASSIGN(auto values, agent::read_setting_values(""));
  values.emplace("ECS_ENABLE_TASK_IAM_ROLE", "true");
  values.emplace("ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST", "true");
  values.emplace("ECS_AVAILABLE_LOGGING_DRIVERS", R"(["json-file","awslogs","none"])");
  set_own(values, "ECS_CLUSTER", kCluster);
  set_own(values, "ECS_BACKEND_HOST", plane_->endpoint());
  // A shell's region is its clients' own affair.
  values["AWS_DEFAULT_REGION"] = options_.region;
  BERTH_ASSIGN(agent::Settings settings, agent::parse_settings(values));
  for (const auto& name : agent::settings_not_acted_on(values)) {
    spdlog::warn("{} is set, and Berth's agent does not act on it", name);
  }
  if (settings.data_dir.empty()) settings.data_dir = options_.state_dir + "/agent";
  return settings;
}

Result<void> Up::start_engine() {
  if (!host_.private_engine) return {};
  say("No Docker Engine is here: one of Berth's own is used.");
  agent::PrivateEngineOptions options;
  options.state_dir = options_.state_dir;
  options.progress = [](const std::string& text) { say("  " + text); };
  BERTH_ASSIGN(engine_, agent::PrivateEngine::start(std::move(options)));
  host_.url = engine_->docker_host();
  return {};
}

Result<void> Up::start_agent() {
  BERTH_TRY(plane_->as_administrator(options_.region, make_instance_role));
  agent::AgentOptions options;
  BERTH_ASSIGN(options.settings, settings());
  options.docker_url = host_.url;
  if (engine_) options.bridges.push_back(engine_->bridge());
  options.authority_dir = authority_dir(options_.state_dir);
  options.version = cli::version();
  options.credentials = [this]() -> net::Task<Result<client::SessionKeys>> {
    const auto session = plane_->instance_session(kInstanceRole, kSessionName);
    if (!session) co_return fail(session.error());
    client::SessionKeys keys;
    keys.keys = {session->access_key_id.str(), session->secret_access_key, session->session_token};
    keys.expires_at = session->expires_at;
    keys.role_arn = instance_role_arn(options_.account_id);
    co_return keys;
  };
  BERTH_ASSIGN(agent_, agent::Agent::start(runtime_, std::move(options)));
  BERTH_ASSIGN(const bool connected, agent_->wait_until_connected(kJoinPatience));
  if (!connected) {
    return fail(server_fault("NotConnected", "the container instance did not join its cluster"));
  }
  return {};
}

/// Ends early, without a fault, where the end is wanted already.
Result<void> Up::start() {
  BERTH_ASSIGN(host_, agent::choose_docker_host(options_.docker, agent::inspect_docker_host()));
  // A shell may still have DOCKER_HOST point at the engine of an earlier run.
  const std::string own_engine = agent::EnginePaths::of(options_.state_dir).socket;
  if (host_.url == "unix://" + own_engine) host_ = agent::DockerHost{true, ""};
  BERTH_ASSIGN(plane_, ControlPlane::start(runtime_, options_, true));
  plane_->set_after_reset([this] { return after_reset(); });
  if (!end_.came()) BERTH_TRY(start_engine());
  if (!end_.came()) BERTH_TRY(start_agent());
  if (end_.came()) return {};
  BERTH_TRY(
      cli::write_running(options_.state_dir, {plane_->endpoint(), options_.region, ::getpid()}));
  told_ = true;
  plane_->set_ready();
  return {};
}

/// The instance is back when a reset is answered.
net::Task<Result<void>> Up::after_reset() {
  auto made = plane_->as_administrator(options_.region, make_instance_role);
  if (!made || !agent_) co_return made;
  const bool back = co_await net::await_callback<bool>(
      [this](std::function<void(bool)> done) { agent_->join_anew(std::move(done)); });
  if (!back) co_return fail(server_fault("NotConnected", "the container instance is not back"));
  co_return Result<void>();
}

void Up::tell() {
  const std::string env = "eval \"$(berth env --state-dir " + options_.state_dir + ")\"";
  say("");
  say("Berth serves at " + plane_->endpoint() + ", its container instance is in " +
      options_.region + ", cluster " + kCluster + ".");
  say("  Docker Engine   " + host_.url + (engine_ ? " (Berth's own)" : ""));
  say("  State           " + options_.state_dir);
  say("Point a client at it:  " + env);
  say("Stop it with Ctrl-C: its tasks are stopped, the state stays.");
}

void Up::stop_tasks() {
  if (!agent_) return;
  const auto stop_own = [this](services::Context& context) {
    return stop_tasks_of(context, agent_->container_instance_arn());
  };
  const auto asked = plane_->as_administrator(options_.region, stop_own);
  if (!asked) spdlog::warn("tasks are not asked to stop: {}", asked.error().message);
  agent_->end_tasks(kEndPatience);
}

void Up::close(bool with_adopted_engine) {
  if (agent_) agent_->stop(false);
  if (engine_ && (with_adopted_engine || !engine_->adopted())) engine_->stop();
  if (plane_) plane_->stop();
  runtime_.stop();
}

void Up::stop() {
  if (told_) cli::remove_running(options_.state_dir);
  stop_tasks();
  close(true);
}

int Up::run() {
  const auto started = start();
  if (!started) {
    const int status = report_failure("up", started.error());
    close(false);  // what an earlier run left running goes on: it is not this one's to end
    return status;
  }
  if (!end_.came()) {
    tell();
    end_.wait();
  }
  stop();
  return cli::kDone;
}

}  // namespace

int run_up(const cli::CommonOptions& options) {
  set_up_logging(options.log_level);
  return Up(options).run();
}

}  // namespace berth::program
