// What an inspection says of a container, taken into the agent's record of it.
#include "agent/container_view.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "agent/reasons.h"
#include "base/time_format.h"

namespace berth::agent {

namespace {

/// Docker writes year 1 for "never".
std::int64_t epoch_ms_of(const std::optional<std::string>& text) {
  if (!text) return 0;
  const auto time = parse_iso8601(*text);
  return time && to_epoch_ms(*time) > 0 ? to_epoch_ms(*time) : 0;
}

/// "80/tcp" → 80 and "tcp".
std::pair<int, std::string> port_and_protocol(std::string_view text) {
  int port = 0;
  const auto slash = text.find('/');
  const auto digits = text.substr(0, slash);
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return {port, slash == std::string_view::npos ? "tcp" : std::string(text.substr(slash + 1))};
}

void take_network(const aws::docker::NetworkSettings& settings, ContainerRecord& container) {
  if (settings.networks) {
    for (const auto& [name, endpoint] : *settings.networks) {
      const auto address = endpoint.ip_address.value_or("");
      if (!address.empty()) container.addresses[name] = address;
    }
  }
  if (!settings.ports) return;
  std::vector<aws::ecs::NetworkBinding> bindings;
  for (const auto& [name, list] : *settings.ports) {
    const auto [port, protocol] = port_and_protocol(name);
    for (const auto& binding : list) {
      aws::ecs::NetworkBinding entry;
      entry.bind_ip = binding.host_ip;
      entry.container_port = port;
      entry.host_port = port_and_protocol(binding.host_port.value_or("0")).first;
      entry.protocol = protocol;
      bindings.push_back(std::move(entry));
    }
  }
  if (!bindings.empty()) container.bindings = std::move(bindings);
}

}  // namespace

void take_inspection(const aws::docker::ContainerInspectResponse& found,
                     ContainerRecord& container) {
  if (found.id) container.docker_id = *found.id;
  if (found.network_settings) take_network(*found.network_settings, container);
  if (!found.state) return;
  const auto& state = *found.state;
  container.health = state.health ? state.health->status.value_or("") : "";
  container.pid = state.pid.value_or(0);
  const auto started = epoch_ms_of(state.started_at);
  if (started != 0) container.started_at_ms = started;
  if (state.running.value_or(false)) {
    if (container.known < Status::kRunning) container.known = Status::kRunning;
    return;
  }
  const auto text = state.status.value_or("");
  if (text != "exited" && text != "dead" && text != "removing") return;
  container.known = Status::kStopped;
  container.exit_code = state.exit_code;
  container.finished_at_ms = epoch_ms_of(state.finished_at);
  if (!container.reason.empty()) return;
  if (state.oom_killed.value_or(false)) {
    container.reason = kOutOfMemory;
  } else if (!state.error.value_or("").empty()) {
    container.reason = "DockerStateError: " + *state.error;
  }
}

}  // namespace berth::agent
