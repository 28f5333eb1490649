// Who delivers a container's log is settled before it is created.
#include "agent/logs/container_logs.h"

#include <spdlog/spdlog.h>

#include "agent/instance.h"

namespace berth::agent {

Result<std::shared_ptr<LogStream>> ContainerLogs::stream_of(LogTarget target) {
  auto keys = parts_.keys_of(target.credentials_id);
  return LogStream::make(parts_.context, parts_.endpoint, std::move(target), std::move(keys),
                         parts_.clock);
}

net::Task<bool> ContainerLogs::open(LogTarget target) {
  const std::string id = target.credentials_id;
  if (unread_.count(id) != 0) co_return false;
  auto stream = stream_of(std::move(target));
  if (!stream) co_return false;
  auto made = co_await (*stream)->create();
  if (!made) co_return !is_final(made.error());
  auto newest = co_await (*stream)->newest_ms();
  if (newest) co_return true;
  if (newest.error().code == "AccessDeniedException" && unread_.insert(id).second) {
    spdlog::info(
        "container logs go by the engine's driver, which loses lines while the service is away: {}",
        newest.error().message);
  }
  co_return !is_final(newest.error());
}

void ContainerLogs::follow(std::string docker_id, LogTarget target,
                           std::function<void()> on_delivered) {
  auto stream = stream_of(std::move(target));
  if (!stream) {
    spdlog::warn("the log of {} is not delivered: {}", docker_id, stream.error().message);
    return;
  }
  std::erase_if(shippers_, [](const auto& each) { return each.second.expired(); });
  auto shipper = std::make_shared<LogShipper>(parts_.context, parts_.docker, docker_id,
                                              std::move(*stream), std::move(on_delivered));
  shippers_[docker_id] = shipper;
  shipper->start();
}

void ContainerLogs::forget(const std::string& docker_id) {
  const auto found = shippers_.find(docker_id);
  if (found == shippers_.end()) return;
  if (const auto shipper = found->second.lock()) shipper->stop();
  shippers_.erase(found);
}

void ContainerLogs::stop() {
  for (const auto& [id, each] : shippers_) {
    if (const auto shipper = each.lock()) shipper->stop();
  }
}

}  // namespace berth::agent
