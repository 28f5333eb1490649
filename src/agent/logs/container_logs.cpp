// Who delivers a container's log is settled before it is created.
#include "agent/logs/container_logs.h"

#include <algorithm>

#include <spdlog/spdlog.h>

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
  if (!made) co_return false;
  auto newest = co_await (*stream)->newest_ms();
  if (newest) co_return true;
  if (newest.error().code == "AccessDeniedException" && unread_.insert(id).second) {
    spdlog::info("logs go by the engine's driver, which loses lines while the service is away: {}",
                 newest.error().message);
  }
  co_return false;
}

void ContainerLogs::follow(std::string docker_id, LogTarget target,
                           std::function<void()> on_delivered) {
  auto stream = stream_of(std::move(target));
  if (!stream) return;
  std::erase_if(shippers_, [](const auto& each) { return each.expired(); });
  auto shipper = std::make_shared<LogShipper>(parts_.context, parts_.docker, std::move(docker_id),
                                              std::move(*stream), std::move(on_delivered));
  shippers_.push_back(shipper);
  shipper->start();
}

void ContainerLogs::stop() {
  for (const auto& each : shippers_) {
    if (const auto shipper = each.lock()) shipper->stop();
  }
}

}  // namespace berth::agent
