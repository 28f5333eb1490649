// Puts the agent's parts together; each is destroyed before what it works with.
#include "agent/agent.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <span>

#include <spdlog/spdlog.h>

#include "agent/acs_channel.h"
#include "agent/credentials/endpoint_handler.h"
#include "agent/endpoints/endpoints.h"
#include "agent/engine_events.h"
#include "agent/instance.h"
#include "agent/logs/container_logs.h"
#include "agent/state_file.h"
#include "agent/trust_bundles.h"
#include "aws/models/agent.h"
#include "base/file.h"
#include "crypto/random.h"

namespace berth::agent {
namespace {

constexpr std::chrono::seconds kJoinAgain{1};
constexpr std::chrono::seconds kHousekeeping{30};
constexpr std::chrono::seconds kEndGrace{20};
constexpr std::chrono::milliseconds kLook{10};
/// The engine keeps logs in its own form (Docker 18.09).
constexpr std::string_view kLocalLogsSince = "1.39";

}  // namespace

struct Agent::Impl {
  Impl(net::Runtime& owner, AgentOptions given)
      : runtime(owner),
        context(owner.main_context()),
        options(std::move(given)),
        settings(options.settings),
        state_file(settings.data_dir) {}

  Result<void> start();
  Result<void> open_state();
  Result<void> ask_engine();
  Result<void> start_endpoints();
  Result<void> save();
  TaskEngineParts engine_parts();
  void open_container_logs();
  net::Task<Result<client::SessionKeys>> keys_of(std::string credentials_id);
  AcsChannelParts channel_parts();
  net::Task<void> join();
  net::Task<void> join_as_new(std::function<void(bool)> done);
  bool is_connected();
  net::Task<Result<void>> register_again();
  net::Task<void> offer_keys();
  net::Task<void> keep_house();
  void set_arn();
  std::string arn();
  void notify_joined(std::optional<Fault> refused);

  net::Runtime& runtime;
  net::asio::io_context& context;
  AgentOptions options;
  Settings settings;
  SystemClock clock;
  crypto::SystemRandom random;
  StateFile state_file;
  AgentState state;
  std::set<std::string> pulled_images;
  InstanceFacts facts;
  std::optional<DockerClient> docker;
  TaskDirectory directory;
  CredentialStore credentials;
  AuditLog audit;
  RefusalCounts refusals;
  std::unique_ptr<Instance> instance;
  std::unique_ptr<Endpoints> endpoints;
  EndpointsMode mode;
  LogDelivery logs;
  std::optional<ContainerLogs> container_logs;
  std::optional<TrustBundles> bundles;
  std::optional<StateReporter> reporter;
  std::optional<TaskEngine> engine;
  std::optional<AcsChannel> channel;
  bool stopped = false;

  std::mutex mutex;  // guards what follows: asked from other threads
  std::condition_variable joined;
  bool connected = false;
  std::optional<Fault> refused;
  std::string shown_arn;
};

Result<void> Agent::Impl::save() {
  if (!settings.checkpoint) return {};
  if (engine) state.tasks = engine->records();
  state.pulled_images.assign(pulled_images.begin(), pulled_images.end());
  return state_file.save(state);
}

Result<void> Agent::Impl::open_state() {
  BERTH_TRY(make_directory(settings.data_dir, 0700));
  if (settings.checkpoint) {
    BERTH_ASSIGN(state, state_file.load());
  }
  if (!state.cluster.empty() && state.cluster != settings.cluster) {
    return fail(client_fault("InvalidSetting",
                             "ECS_CLUSTER: this data directory belongs to an instance of cluster " +
                                 state.cluster + ", not " + settings.cluster +
                                 "; give another one, "
                                 "or move " +
                                 state_file.path() + " away"));
  }
  if (state.instance_credentials_id.empty()) state.instance_credentials_id = random_uuid(random);
  pulled_images.insert(state.pulled_images.begin(), state.pulled_images.end());
  BERTH_ASSIGN(audit, AuditLog::open(settings.audit_log_file));
  set_arn();
  return {};
}

Result<void> Agent::Impl::ask_engine() {
  BERTH_ASSIGN(net::Origin origin, net::Origin::parse(options.docker_url));
  docker.emplace(context, std::move(origin));
  Result<void> asked;
  net::run_blocking(context, [this, &asked]() -> net::Task<void> {
    auto version = co_await docker->negotiate();
    if (!version) {
      asked = fail(version.error());
      co_return;
    }
    auto info = co_await docker->info();
    if (!info) {
      asked = fail(info.error());
      co_return;
    }
    facts = facts_of(*version, *info, docker->api_version(), options.version);
  });
  return asked;
}

Result<void> Agent::Impl::start_endpoints() {
  EndpointsOptions at;
  at.data_dir = settings.data_dir;
  at.region = settings.region;
  at.transparent = settings.transparent_endpoints && !settings.backend_host.empty();
  at.set_endpoint_url = settings.set_endpoint_url && !settings.backend_host.empty();
  at.control_plane_url = settings.backend_host;
  at.authority_dir = options.authority_dir;
  at.bridge_interfaces = options.bridges;
  at.container_instance_arn = [this] { return arn(); };
  at.relay_credentials = [this]() -> net::Task<Result<aws::sigv4::Credentials>> {
    auto found = co_await instance->keys();
    if (!found) co_return fail(found.error());
    co_return std::move(found->keys);
  };
  at.credentials_handler = make_endpoint_handler(
      {credentials, directory, audit, refusals, clock, context, settings.metadata_rps_limit,
       settings.cluster, [this] { return arn(); },
       [this](std::string id) { return docker->container_stats_json(std::move(id)); }});
  BERTH_ASSIGN(endpoints, Endpoints::start(runtime, std::move(at)));
  mode = endpoints->mode();
  return {};
}

net::Task<Result<client::SessionKeys>> Agent::Impl::keys_of(std::string credentials_id) {
  if (credentials_id == state.instance_credentials_id) co_return co_await instance->keys();
  const auto stored = credentials.find(credentials_id);
  if (!stored || !stored->body) {
    co_return fail(server_fault("NoCredentials", "the execution role's credentials are to come"));
  }
  auto body = aws::decode_json<aws::agent::EndpointCredentials>(stored->body->reveal());
  if (!body) co_return fail(body.error());
  client::SessionKeys found;
  found.keys.access_key_id = body->access_key_id.value_or("");
  found.keys.secret_access_key = Secret(std::move(body->secret_access_key).value_or(""));
  found.keys.session_token = Secret(std::move(body->token).value_or(""));
  co_return std::move(found);
}

void Agent::Impl::open_container_logs() {
  logs.by_agent = settings.awslogs_by_agent && !settings.backend_host.empty() &&
                  !docker_api_less(docker->api_version(), kLocalLogsSince);
  container_logs.emplace(
      ContainerLogsParts{context, *docker, clock, settings.backend_host,
                         [this](std::string id) { return [this, id] { return keys_of(id); }; }});
}

TaskEngineParts Agent::Impl::engine_parts() {
  logs.endpoint = settings.backend_host;
  logs.region = settings.region;
  if (!settings.backend_host.empty()) logs.instance_credentials_id = state.instance_credentials_id;
  logs.execution_role_override = settings.awslogs_execution_role_override;
  open_container_logs();
  bundles.emplace(settings.data_dir + "/bundles", mode.authority_pem);
  reporter.emplace(context);
  return TaskEngineParts{
      context,
      *docker,
      settings,
      mode,
      logs,
      *bundles,
      pulled_images,
      clock,
      random,
      directory,
      credentials,
      refusals,
      *reporter,
      [this] { return save(); },
      [this](aws::ecs::SubmitTaskStateChangeRequest report) -> net::Task<Result<void>> {
        auto sent = co_await instance->control_plane().call<aws::ecs::ops::SubmitTaskStateChange>(
            std::move(report));
        if (!sent) co_return fail(sent.error());
        co_return Result<void>();
      },
      [this](aws::ecs::SubmitContainerStateChangeRequest report) -> net::Task<Result<void>> {
        auto sent =
            co_await instance->control_plane().call<aws::ecs::ops::SubmitContainerStateChange>(
                std::move(report));
        if (!sent) co_return fail(sent.error());
        co_return Result<void>();
      },
      &*container_logs};
}

AcsChannelParts Agent::Impl::channel_parts() {
  return AcsChannelParts{context,
                         instance->control_plane(),
                         *engine,
                         clock,
                         random,
                         [this] {
                           return ChannelIdentity{settings.cluster, state.container_instance_arn,
                                                  options.version, facts.docker_version};
                         },
                         [this](std::int64_t seq_num) { state.seq_num = seq_num; },
                         [this] { return register_again(); },
                         [this] {
                           reporter->retry_now();
                           notify_joined(std::nullopt);
                         }};
}

Result<void> Agent::Impl::start() {
  BERTH_TRY(open_state());
  BERTH_ASSIGN(instance, Instance::make({context, settings, options.credentials, clock, state,
                                         [this] { return save(); }}));
  BERTH_TRY(ask_engine());
  BERTH_TRY(start_endpoints());
  net::run_blocking(context, [this]() -> net::Task<void> {
    auto parts = engine_parts();
    auto kept = std::move(state.tasks);
    state.tasks.clear();
    engine.emplace(std::move(parts));
    co_await offer_keys();
    co_await engine->adopt(std::move(kept));
    channel.emplace(channel_parts());
    net::spawn(context, follow_engine_events(context, *docker, *engine, clock, stopped));
    net::spawn(context, keep_house());
    net::spawn(context, join());
  });
  return {};
}

net::Task<void> Agent::Impl::join() {
  bool told = false;
  while (!stopped) {
    auto registered = co_await instance->register_with(facts);
    if (registered) break;
    if (is_final(registered.error())) {
      notify_joined(registered.error());
      co_return;
    }
    if (!std::exchange(told, true)) {
      spdlog::warn("the control plane does not answer, asking again: {}",
                   registered.error().message);
    }
    co_await net::sleep_for(kJoinAgain);
  }
  if (stopped) co_return;
  set_arn();
  co_await channel->run();
}

net::Task<Result<void>> Agent::Impl::register_again() {
  instance->forget_keys();
  auto registered = co_await instance->register_with(facts);
  if (registered) set_arn();
  co_return registered;
}

net::Task<void> Agent::Impl::join_as_new(std::function<void(bool)> done) {
  {
    const std::scoped_lock lock(mutex);
    connected = false;
  }
  engine->stop_all();
  auto again = co_await register_again();
  if (!again) spdlog::warn("registration: {}", again.error().message);
  co_await offer_keys();
  channel->reconnect();
  const auto deadline = std::chrono::steady_clock::now() + kEndGrace;
  while (!is_connected() && std::chrono::steady_clock::now() < deadline) {
    co_await net::sleep_for(kLook);
  }
  done(is_connected());
  const bool over = co_await engine->all_stopped(kEndGrace);
  if (over) co_await engine->clean_up(std::chrono::milliseconds(0));
}

/// The engine's log driver is to find credentials of now.
net::Task<void> Agent::Impl::offer_keys() {
  auto offered = co_await instance->offer_to_engine(credentials);
  if (!offered) spdlog::warn("credentials of the instance: {}", offered.error().message);
}

net::Task<void> Agent::Impl::keep_house() {
  // Between none and all of the jitter, so that many instances do not clean up at once.
  std::uint64_t drawn = 0;
  random.fill(std::span(reinterpret_cast<std::uint8_t*>(&drawn), sizeof(drawn)));
  const auto jitter = settings.cleanup_jitter.count();
  const std::chrono::milliseconds extra(drawn % static_cast<std::uint64_t>(jitter + 1));
  while (!stopped) {
    co_await net::sleep_for(kHousekeeping);
    if (stopped) break;
    co_await offer_keys();
    co_await engine->clean_up(settings.cleanup_wait + extra);
  }
}

void Agent::Impl::set_arn() {
  const std::scoped_lock lock(mutex);
  shown_arn = state.container_instance_arn;
}

std::string Agent::Impl::arn() {
  const std::scoped_lock lock(mutex);
  return shown_arn;
}

bool Agent::Impl::is_connected() {
  const std::scoped_lock lock(mutex);
  return connected;
}

void Agent::Impl::notify_joined(std::optional<Fault> why_not) {
  const std::scoped_lock lock(mutex);
  connected = !why_not;
  refused = std::move(why_not);
  joined.notify_all();
}

Result<std::unique_ptr<Agent>> Agent::start(net::Runtime& runtime, AgentOptions options) {
  auto impl = std::make_unique<Impl>(runtime, std::move(options));
  auto started = impl->start();
  if (!started) {
    if (impl->endpoints) impl->endpoints->stop();
    return fail(started.error());
  }
  return std::unique_ptr<Agent>(new Agent(std::move(impl)));
}

Agent::Agent(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Agent::~Agent() = default;

Result<bool> Agent::wait_until_connected(std::chrono::milliseconds patience) {
  std::unique_lock lock(impl_->mutex);
  impl_->joined.wait_for(lock, patience, [this] { return impl_->connected || impl_->refused; });
  if (impl_->refused) return fail(*impl_->refused);
  return impl_->connected;
}

std::string Agent::container_instance_arn() const {
  return impl_->arn();
}

void Agent::join_anew(std::function<void(bool)> done) {
  net::spawn(impl_->context, impl_->join_as_new(std::move(done)));
}

void Agent::end_tasks(std::chrono::milliseconds patience) {
  net::run_blocking(impl_->context, [impl = impl_.get(), patience]() -> net::Task<void> {
    impl->engine->refuse_new();
    impl->engine->stop_all();
    const bool over = co_await impl->engine->all_stopped(patience);
    if (!over) spdlog::warn("not every task has stopped");
    co_await impl->engine->clean_up(std::chrono::milliseconds(0));
  });
}

void Agent::stop(bool leave_address) {
  net::run_blocking(impl_->context, [impl = impl_.get()]() -> net::Task<void> {
    impl->stopped = true;
    impl->channel->stop();
    impl->container_logs->stop();
    impl->reporter->stop();
    co_return;
  });
  if (leave_address) impl_->endpoints->leave_address();
  impl_->endpoints->stop();
}

}  // namespace berth::agent
