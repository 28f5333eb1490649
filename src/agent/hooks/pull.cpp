// Hook 1: brings the image here.
#include <memory>
#include <optional>

#include <spdlog/spdlog.h>

#include "agent/hooks/hook.h"
#include "agent/reasons.h"
#include "net/runtime.h"

namespace berth::agent::hooks {

namespace {

/// A pull that its task may leave behind.
struct Pull {
  std::optional<Result<void>> result;
  bool abandoned = false;
};

net::Task<void> run_pull(std::shared_ptr<Pull> pull, DockerClient& docker, std::string image,
                         PullLimits limits, std::shared_ptr<net::Notification> done) {
  const std::function<bool(const aws::docker::PullProgress&)> go_on =
      [pull](const aws::docker::PullProgress&) { return !pull->abandoned; };
  auto pulled = co_await docker.pull_image(std::move(image), std::string(), limits, go_on);
  pull->result = std::move(pulled);
  done->notify();
}

bool may_use_cached(PullBehavior behavior) {
  return behavior != PullBehavior::kAlways;
}

/// Waits for the pull, or until the task is to stop.
net::Task<Result<void>> pull_unless_stopped(ContainerStart& start, std::string image) {
  const auto& services = start.services;
  auto done = std::make_shared<net::Notification>(services.context);
  auto state = std::make_shared<Pull>();
  const PullLimits limits{services.settings.pull_timeout,
                          services.settings.pull_inactivity_timeout};
  net::spawn(services.context, run_pull(state, services.docker, image, limits, done));
  while (!state->result) {
    const auto seen = done->version();
    if (start.stop_wanted()) {
      state->abandoned = true;
      co_return fail(client_fault("CannotPullContainerError", "the task was stopped"));
    }
    co_await done->wait(seen, std::chrono::milliseconds(200));
  }
  co_return *state->result;
}

}  // namespace

net::Task<Result<void>> pull(ContainerStart& start) {
  const auto& services = start.services;
  const auto image = start.definition.image.value_or("");
  if (!start.container.docker_id.empty()) co_return Result<void>();
  const auto now_ms = to_epoch_ms(services.clock.now());
  if (start.task.pull_started_at_ms == 0) start.task.pull_started_at_ms = now_ms;

  const auto behavior = services.settings.pull_behavior;
  auto cached = co_await services.docker.inspect_image(image);
  const bool enough =
      cached && (behavior == PullBehavior::kPreferCached ||
                 (behavior == PullBehavior::kOnce && services.pulled_images.count(image) != 0));
  if (!enough) {
    auto pulled = co_await pull_unless_stopped(start, image);
    if (pulled) {
      services.pulled_images.insert(image);
    } else if (!cached || !may_use_cached(behavior) || start.stop_wanted()) {
      co_return fail(pull_fault(pulled.error(), services.settings));
    } else {
      spdlog::warn("{}: pull failed ({}), using the image that is here", image,
                   pulled.error().message);
    }
    auto again = co_await services.docker.inspect_image(image);
    cached = std::move(again);
  }
  if (!cached) co_return fail(pull_fault(cached.error(), services.settings));
  start.container.image_id = cached->id.value_or("");
  if (cached->repo_digests && !cached->repo_digests->empty()) {
    const auto& digest = cached->repo_digests->front();
    start.container.image_digest = digest.substr(digest.find('@') + 1);
  }
  start.container.known = Status::kPulled;
  start.task.pull_stopped_at_ms = to_epoch_ms(services.clock.now());
  co_return Result<void>();
}

}  // namespace berth::agent::hooks
