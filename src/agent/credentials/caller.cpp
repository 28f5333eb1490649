// Who asks at 169.254.170.2: a task's container, a process of the host, or neither.
#include "agent/credentials/caller.h"

#include <utility>

namespace berth::agent {
namespace {

constexpr std::chrono::seconds kForgotten{30};

const std::string kNoTask;

std::string key_of(const net::Peer& peer) {
  return peer.address + ":" + std::to_string(peer.port) + ":" + std::to_string(peer.local_port);
}

}  // namespace

const std::string& Caller::task_arn() const {
  return served ? served.task->arn : kNoTask;
}

Caller CallerFinder::find(const net::Peer& peer, TimePoint now) {
  if (auto served = tasks_.by_address(peer.address)) {
    return {Caller::Kind::kTask, std::move(served), false};
  }
  const auto owner = owner_at(peer, now);
  switch (owner.kind) {
    case SocketOwner::Kind::kNobody:
      return {};
    // The real agent's rule, for want of a better one: whoever knows the id.
    case SocketOwner::Kind::kUnseen:
    case SocketOwner::Kind::kHost:
      return {Caller::Kind::kHost, {}, true};
    case SocketOwner::Kind::kContainer:
      break;
  }
  auto served = tasks_.by_docker_id(owner.container_id);
  if (!served) return {Caller::Kind::kStranger, {}, true};
  return {Caller::Kind::kTask, std::move(served), true};
}

SocketOwner CallerFinder::owner_at(const net::Peer& peer, TimePoint now) {
  const auto key = key_of(peer);
  Connection known;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = connections_.find(key);
    if (found != connections_.end()) known = found->second;
  }
  const auto age = now - known.checked_at;
  if (known.inode != 0 && age >= std::chrono::milliseconds(0) && age < kTrusted) return known.owner;
  const auto inode = owners_.socket_of(peer);
  if (inode == 0) return {};
  if (inode != known.inode) known.owner = owners_.owner_of(inode);
  known.inode = inode;
  known.checked_at = now;
  if (known.owner.kind != SocketOwner::Kind::kNobody) keep(key, known);
  return known.owner;
}

void CallerFinder::keep(const std::string& key, Connection connection) {
  const std::scoped_lock lock(mutex_);
  if (connections_.size() >= kConnectionsMax) {
    const auto now = connection.checked_at;
    std::erase_if(connections_, [&](const auto& entry) {
      return now - entry.second.checked_at > kForgotten || now < entry.second.checked_at;
    });
    // All of them are in use: they are found anew.
    if (connections_.size() >= kConnectionsMax) connections_.clear();
  }
  connections_[key] = std::move(connection);
}

}  // namespace berth::agent
