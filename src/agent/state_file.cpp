// The agent's own memory across restarts: what it must know to lose no container and start none
// twice.
#include "agent/state_file.h"

#include <utility>

#include "aws/json_codec.h"
#include "aws/models/agent.h"
#include "base/file.h"

namespace berth::agent {

namespace {

constexpr std::int32_t kStateVersion = 1;

using aws::agent::StoredBinding;
using aws::agent::StoredContainer;
using aws::agent::StoredState;
using aws::agent::StoredTask;

StoredContainer store_container(const ContainerRecord& from) {
  StoredContainer to;
  to.name = from.name;
  to.docker_id = from.docker_id;
  to.docker_name = from.docker_name;
  to.endpoint_id = from.endpoint_id;
  to.known_status = to_text(from.known);
  to.exit_code = from.exit_code;
  to.reason = from.reason;
  to.image_id = from.image_id;
  to.image_digest = from.image_digest;
  to.created_at_ms = from.created_at_ms;
  to.started_at_ms = from.started_at_ms;
  to.finished_at_ms = from.finished_at_ms;
  to.log_by_agent = from.log_by_agent;
  to.log_delivered = from.log_delivered;
  to.addresses = from.addresses;
  to.bindings.emplace();
  for (const auto& binding : from.bindings) {
    to.bindings->push_back(
        {binding.bind_ip, binding.container_port, binding.host_port, binding.protocol});
  }
  return to;
}

ContainerRecord load_container(const StoredContainer& from) {
  ContainerRecord to;
  to.name = from.name.value_or("");
  to.docker_id = from.docker_id.value_or("");
  to.docker_name = from.docker_name.value_or("");
  to.endpoint_id = from.endpoint_id.value_or("");
  to.known = status_of(from.known_status.value_or(""));
  to.exit_code = from.exit_code;
  to.reason = from.reason.value_or("");
  to.image_id = from.image_id.value_or("");
  to.image_digest = from.image_digest.value_or("");
  to.created_at_ms = from.created_at_ms.value_or(0);
  to.started_at_ms = from.started_at_ms.value_or(0);
  to.finished_at_ms = from.finished_at_ms.value_or(0);
  to.log_by_agent = from.log_by_agent.value_or(false);
  to.log_delivered = from.log_delivered.value_or(false);
  if (from.addresses) to.addresses = *from.addresses;
  if (!from.bindings) return to;
  for (const auto& binding : *from.bindings) {
    aws::ecs::NetworkBinding copy;
    copy.bind_ip = binding.bind_ip;
    copy.container_port = binding.container_port;
    copy.host_port = binding.host_port;
    copy.protocol = binding.protocol;
    to.bindings.push_back(std::move(copy));
  }
  return to;
}

StoredTask store_task(const TaskRecord& from) {
  StoredTask to;
  to.arn = from.arn;
  to.payload_json = aws::encode_json(from.payload);
  to.desired_status = to_text(from.desired);
  to.known_status = to_text(from.known);
  to.sent_status = to_text(from.sent);
  to.reason = from.reason;
  to.pull_started_at_ms = from.pull_started_at_ms;
  to.pull_stopped_at_ms = from.pull_stopped_at_ms;
  to.execution_stopped_at_ms = from.execution_stopped_at_ms;
  to.stopped_at_ms = from.stopped_at_ms;
  to.role_credentials_id = from.role_credentials_id;
  to.execution_credentials_id = from.execution_credentials_id;
  to.volumes = from.volumes;
  to.containers.emplace();
  for (const auto& container : from.containers)
    to.containers->push_back(store_container(container));
  return to;
}

Result<TaskRecord> load_task(const StoredTask& from) {
  TaskRecord to;
  BERTH_ASSIGN(to.payload, aws::decode_json<aws::acs::Task>(from.payload_json.value_or("")));
  to.arn = from.arn.value_or("");
  to.desired = status_of(from.desired_status.value_or(""));
  to.known = status_of(from.known_status.value_or(""));
  to.sent = status_of(from.sent_status.value_or(""));
  to.reason = from.reason.value_or("");
  to.pull_started_at_ms = from.pull_started_at_ms.value_or(0);
  to.pull_stopped_at_ms = from.pull_stopped_at_ms.value_or(0);
  to.execution_stopped_at_ms = from.execution_stopped_at_ms.value_or(0);
  to.stopped_at_ms = from.stopped_at_ms.value_or(0);
  to.role_credentials_id = from.role_credentials_id.value_or("");
  to.execution_credentials_id = from.execution_credentials_id.value_or("");
  if (from.volumes) to.volumes = *from.volumes;
  if (from.containers) {
    for (const auto& container : *from.containers)
      to.containers.push_back(load_container(container));
  }
  return to;
}

}  // namespace

StateFile::StateFile(std::string directory) : path_(std::move(directory) + "/agent-state.json") {}

Result<AgentState> StateFile::load() const {
  auto text = read_file(path_);
  if (!text && text.error().code == "NotFound") return AgentState{};
  if (!text) return fail(text.error());
  auto state = decode_state(*text);
  if (!state) {
    return fail(server_fault("InvalidState", path_ + ": " + state.error().message +
                                                 "; move the file away to start afresh"));
  }
  return state;
}

Result<void> StateFile::save(const AgentState& state) const {
  return write_file_atomically(path_, encode_state(state), 0600);
}

std::string encode_state(const AgentState& state) {
  StoredState stored;
  stored.version = kStateVersion;
  stored.cluster = state.cluster;
  stored.container_instance_arn = state.container_instance_arn;
  stored.instance_credentials_id = state.instance_credentials_id;
  stored.seq_num = state.seq_num;
  stored.pulled_images = state.pulled_images;
  stored.tasks.emplace();
  for (const auto& task : state.tasks) stored.tasks->push_back(store_task(task));
  return aws::encode_json(stored) + "\n";
}

Result<AgentState> decode_state(const std::string& text) {
  BERTH_ASSIGN(const auto stored, aws::decode_json<StoredState>(text));
  if (stored.version != kStateVersion) {
    return fail(server_fault("InvalidState", "it was written by another version"));
  }
  AgentState state;
  state.cluster = stored.cluster.value_or("");
  state.container_instance_arn = stored.container_instance_arn.value_or("");
  state.instance_credentials_id = stored.instance_credentials_id.value_or("");
  state.seq_num = stored.seq_num.value_or(0);
  if (stored.pulled_images) state.pulled_images = *stored.pulled_images;
  if (!stored.tasks) return state;
  for (const auto& task : *stored.tasks) {
    BERTH_ASSIGN(auto record, load_task(task));
    state.tasks.push_back(std::move(record));
  }
  return state;
}

}  // namespace berth::agent
