// A stream of events is a hint where to look; what is true is what an inspection says.
#include "agent/engine_events.h"

#include <chrono>
#include <functional>
#include <string>

#include <spdlog/spdlog.h>

#include "net/runtime.h"

namespace berth::agent {
namespace {

constexpr std::chrono::seconds kAgain{1};
/// Without an event for so long the stream is opened anew: it may be dead.
constexpr std::chrono::minutes kIdle{2};

bool tells_of_state(const std::string& action) {
  for (const char* each : {"die", "oom", "destroy", "start", "health_status", "rename"}) {
    if (action.rfind(each, 0) == 0) return true;
  }
  return false;
}

}  // namespace

net::Task<void> follow_engine_events(net::asio::io_context& context, DockerClient& docker,
                                     TaskEngine& engine, const Clock& clock, const bool& stopped) {
  const std::function<bool(const aws::docker::EventMessage&)> on_event =
      [&context, &engine, &stopped](const aws::docker::EventMessage& event) {
        if (stopped) return false;
        const std::string id = event.actor ? event.actor->id.value_or("") : event.id.value_or("");
        if (tells_of_state(event.action.value_or(event.status.value_or("")))) {
          net::spawn(context, engine.look_at(id));
        }
        return true;
      };
  bool away = false;
  while (!stopped) {
    const std::int64_t since = to_epoch_ms(clock.now()) / 1000;
    co_await engine.look_at_all();
    auto ended = co_await docker.container_events(since, on_event, kIdle);
    if (stopped) break;
    const bool gone = !ended && ended.error().code == "EngineUnreachable";
    if (gone && !away) spdlog::warn("Docker Engine does not answer: {}", ended.error().message);
    if (away && !gone) spdlog::info("Docker Engine answers again");
    away = gone;
    // A stream that ends by itself is not opened anew without end.
    const bool was_silent = !ended && ended.error().code == "Timeout";
    if (!was_silent) co_await net::sleep_for(kAgain);
  }
}

}  // namespace berth::agent
