// Why a task did not start or did not last, in the container agent's own words.
#include "agent/reasons.h"

#include <utility>

namespace berth::agent {

namespace {

Fault step_fault(const Fault& engine, const char* name, const char* state,
                 std::chrono::milliseconds timeout) {
  if (engine.code == "Timeout") {
    return server_fault("DockerTimeoutError", std::string("Could not transition to ") + state +
                                                  "; timed out after waiting " +
                                                  go_duration(timeout));
  }
  if (engine.code == "EngineUnreachable") {
    return server_fault(name, "Cannot connect to the Docker daemon: " + engine.message);
  }
  const bool from_engine =
      engine.code == "NotFound" || engine.code == "Conflict" || engine.code == "EngineError";
  if (!from_engine) return engine;
  return server_fault(name, "Error response from daemon: " + engine.message);
}

}  // namespace

std::string reason_text(const Fault& fault) {
  return fault.code + ": " + fault.message;
}

Fault pull_fault(const Fault& engine, const Settings& settings) {
  return step_fault(engine, "CannotPullContainerError", "pulled", settings.pull_timeout);
}

Fault create_fault(const Fault& engine, const Settings& settings) {
  return step_fault(engine, "CannotCreateContainerError", "created",
                    settings.container_create_timeout);
}

Fault start_fault(const Fault& engine, const Settings& settings) {
  return step_fault(engine, "CannotStartContainerError", "started",
                    settings.container_start_timeout);
}

Fault stop_fault(const Fault& engine) {
  return step_fault(engine, "CannotStopContainerError", "stopped", std::chrono::seconds(60));
}

std::string go_duration(std::chrono::milliseconds duration) {
  const auto total = duration.count() / 1000;
  if (total < 60) return std::to_string(total) + "s";
  const auto minutes = std::to_string(total / 60 % 60) + "m" + std::to_string(total % 60) + "s";
  return total < 3600 ? minutes : std::to_string(total / 3600) + "h" + minutes;
}

}  // namespace berth::agent
