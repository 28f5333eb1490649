// Who asks at 169.254.170.2: a task's container, a process of the host, or neither.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "agent/credentials/socket_owner.h"
#include "agent/task_directory.h"
#include "base/clock.h"
#include "net/http.h"

namespace berth::agent {

struct Caller {
  enum class Kind {
    kTask,      ///< a container of `served.task`
    kHost,      ///< a process of this machine outside any container
    kStranger,  ///< a container of no task, an address that nobody has
  };
  Kind kind = Kind::kStranger;
  ServedContainer served;
  /// It asks from one of this machine's own addresses, which others share.
  bool on_host_address = false;

  /// The task's ARN, or empty.
  const std::string& task_arn() const;
  bool is_task(const std::string& arn) const {
    return kind == Kind::kTask && served.task->arn == arn;
  }
};

/// Finds callers by address, and on this machine's own addresses by the process that has the
/// client's socket. What was found of a connection is kept, so that a kept-alive one costs nothing
/// more; every `kTrusted` the kernel is asked whether it is still the same socket. Thread-safe.
class CallerFinder {
 public:
  static constexpr std::chrono::milliseconds kTrusted{50};
  static constexpr std::size_t kConnectionsMax = 4096;

  /// Both outlive it.
  CallerFinder(const TaskDirectory& tasks, const SocketOwners& owners)
      : tasks_(tasks), owners_(owners) {}

  Caller find(const net::Peer& peer, TimePoint now);

 private:
  struct Connection {
    std::uint64_t inode = 0;
    SocketOwner owner;
    TimePoint checked_at;
  };

  SocketOwner owner_at(const net::Peer& peer, TimePoint now);
  void keep(const std::string& key, Connection connection);

  const TaskDirectory& tasks_;
  const SocketOwners& owners_;
  std::mutex mutex_;
  std::unordered_map<std::string, Connection> connections_;
};

}  // namespace berth::agent
