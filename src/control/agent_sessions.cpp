// One session an instance: a channel that opens ends the one before it.
#include "control/agent_sessions.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "control/telemetry.h"
#include "net/runtime.h"
#include "store/ecs_records.h"

namespace berth::control {
namespace {

constexpr int kRotatedAtOnceMax = 500;
constexpr int kForgottenAtOnceMax = 1000;

Fault invalid_instance() {
  return client_fault("InvalidInstanceException",
                      "The container instance is not registered with this cluster.");
}

std::string last_part(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

void ignore(const Result<void>& written) {
  if (!written)
    spdlog::warn("a change of agents' state was not written: {}", written.error().message);
}

struct Rotation {
  std::string instance_arn;
  std::string frame;
};

void add_rotation(std::vector<Rotation>& rotations, const store::TaskRecord& task,
                  const std::optional<aws::acs::IAMRoleCredentials>& credentials,
                  const char* role_type, Random& random) {
  if (!credentials) return;
  aws::acs::IAMRoleCredentialsMessage message;
  message.message_id = random_uuid(random);
  message.task_arn = store::task_arn(task);
  message.role_type = role_type;
  message.role_credentials = credentials;
  rotations.push_back({task.container_instance_arn, acs::encode_message(message)});
}

}  // namespace

AgentSessions::AgentSessions(AgentSessionsParts parts)
    : parts_(std::move(parts)), housekeeping_(std::make_shared<Housekeeping>()) {
  housekeeping_->sessions = this;
}

AgentSessions::~AgentSessions() {
  stop();
  {
    const std::scoped_lock lock(housekeeping_->mutex);
    housekeeping_->sessions = nullptr;
  }
  // Jobs that were queued before speak of this and of its parts.
  ignore(parts_.session.store.write_and_wait([](store::Transaction&) { return Result<void>(); }));
}

Result<void> AgentSessions::start(net::asio::io_context& context) {
  BERTH_TRY(parts_.session.store.write_and_wait([](store::Transaction& tx) -> Result<void> {
    store::disconnect_all_agents(tx);
    return {};
  }));
  net::spawn(context, housekeep(housekeeping_, parts_.tick));
  return {};
}

void AgentSessions::stop() {
  stopped_ = true;
  disconnect_all();
}

void AgentSessions::disconnect_all() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [arn, session] : sessions_) session->end();
}

AgentSessions::SessionPtr AgentSessions::find(const std::string& instance_arn) {
  const std::scoped_lock lock(mutex_);
  const auto found = sessions_.find(instance_arn);
  return found == sessions_.end() ? nullptr : found->second;
}

Result<AgentIdentity> AgentSessions::identify(const services::Caller& caller,
                                              const gateway::AgentConnection& connection) const {
  AgentIdentity identity;
  BERTH_TRY(parts_.session.store.read([&](store::Transaction& tx) -> Result<void> {
    auto instance = store::find_container_instance_by_arn(tx, connection.container_instance);
    if (!instance) {
      instance =
          store::find_container_instance(tx, connection.region, last_part(connection.cluster),
                                         last_part(connection.container_instance));
    }
    if (!instance) return fail(invalid_instance());
    if (instance->status == "INACTIVE") {
      return fail(client_fault("InactiveInstanceException",
                               "The container instance has been deregistered."));
    }
    if (instance->cluster != last_part(connection.cluster)) {
      return fail(client_fault("InvalidClusterException", "Cluster not found."));
    }
    if (instance->registered_by != caller.principal.unique_id) return fail(invalid_instance());
    identity.instance_arn = store::container_instance_arn(*instance);
    identity.cluster_arn = fmt::format("arn:aws:ecs:{}:{}:cluster/{}", instance->region,
                                       instance->account, instance->cluster);
    return {};
  }));
  identity.send_credentials = connection.send_credentials;
  identity.protocol_version = connection.protocol_version;
  return identity;
}

Result<net::WebSocketUpgrade> AgentSessions::open(const services::Caller& caller,
                                                  const gateway::AgentConnection& connection) {
  if (stopped_) return fail(server_fault("ServerException", "The control plane is stopping."));
  BERTH_ASSIGN(AgentIdentity identity, identify(caller, connection));
  net::WebSocketUpgrade upgrade;
  if (connection.telemetry) {
    upgrade.serve = [](net::WebSocket socket) { return serve_telemetry(std::move(socket)); };
    return upgrade;
  }
  auto session = std::make_shared<AgentSession>(parts_.session, std::move(identity));
  upgrade.serve = [this, session](net::WebSocket socket) {
    return serve(session, std::move(socket));
  };
  return upgrade;
}

net::Task<void> AgentSessions::serve(SessionPtr session, net::WebSocket socket) {
  const std::string arn = session->identity().instance_arn;
  SessionPtr before;
  {
    const std::scoped_lock lock(mutex_);
    before = std::exchange(sessions_[arn], session);
  }
  if (before) before->end();
  write_connected(arn);
  spdlog::info("agent of {} connected", arn);
  co_await session->run(std::move(socket));
  bool current = false;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = sessions_.find(arn);
    current = found != sessions_.end() && found->second == session;
    if (current) sessions_.erase(found);
  }
  if (!current) co_return;
  write_connected(arn);
  spdlog::info("agent of {} disconnected", arn);
}

void AgentSessions::write_connected(const std::string& instance_arn) {
  parts_.session.store.write(
      [this, instance_arn](store::Transaction& tx) -> Result<void> {
        store::set_agent_connected(tx, instance_arn, find(instance_arn) != nullptr);
        return {};
      },
      ignore);
}

void AgentSessions::committed(const services::Effects& effects) {
  for (const Arn& arn : effects.instances_changed) {
    if (const SessionPtr session = find(arn.str())) session->wake();
  }
}

net::Task<void> AgentSessions::housekeep(std::shared_ptr<Housekeeping> work,
                                         std::chrono::milliseconds tick) {
  for (;;) {
    co_await net::sleep_for(tick);
    const std::scoped_lock lock(work->mutex);
    if (work->sessions == nullptr || work->sessions->stopped_) co_return;
    work->sessions->rotate_credentials();
    work->sessions->forget_stopped_tasks();
  }
}

void AgentSessions::rotate_credentials() {
  auto rotations = std::make_shared<std::vector<Rotation>>();
  const TimePoint now = parts_.session.clock.now();
  parts_.session.store.write(
      [this, rotations, now](store::Transaction& tx) -> Result<void> {
        const auto due =
            store::tasks_to_rotate(tx, to_epoch_ms(now - parts_.rotate_after), kRotatedAtOnceMax);
        for (const store::TaskRecord& task : due) {
          if (!find(task.container_instance_arn)) continue;
          const CredentialsParts& parts = parts_.session.credentials;
          const auto made = issue_task_credentials(parts, tx, task, now);
          if (!made) {
            spdlog::warn("credentials of {} are not renewed: {}", store::task_arn(task),
                         made.error().message);
            continue;
          }
          add_rotation(*rotations, task, made->task_role, "TaskApplication", parts.random);
          add_rotation(*rotations, task, made->execution_role, "TaskExecution", parts.random);
        }
        return {};
      },
      [this, rotations](const Result<void>& written) {
        if (!written) return ignore(written);
        for (Rotation& each : *rotations) {
          if (const SessionPtr session = find(each.instance_arn)) session->send(each.frame);
        }
      });
}

void AgentSessions::forget_stopped_tasks() {
  const std::int64_t before = to_epoch_ms(parts_.session.clock.now() - parts_.keep_stopped);
  parts_.session.store.write(
      [before](store::Transaction& tx) -> Result<void> {
        store::delete_stopped_tasks(tx, before, kForgottenAtOnceMax);
        return {};
      },
      ignore);
}

}  // namespace berth::control
