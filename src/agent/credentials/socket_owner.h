// Who has the client's end of a connection that comes from this machine's own network.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.h"

namespace berth::agent {

/// Where the process that holds a socket runs.
struct SocketOwner {
  enum class Kind {
    kHost,       ///< in no container, or in the one that the agent itself runs in
    kContainer,  ///< in `container_id`
    kUnseen,     ///< in a process that the agent has no right, or no way, to look into
    kNobody,     ///< no process has it: it is closed, or on its way between two
  };
  Kind kind = Kind::kNobody;
  std::string container_id;

  bool operator==(const SocketOwner&) const = default;
};

/// The machine's answer, an interface for tests. Thread-safe.
class SocketOwners {
 public:
  virtual ~SocketOwners() = default;
  /// The inode of the socket at the client's end of a connection, or 0 where it is none of this
  /// network namespace: containers with a network of their own have theirs in it.
  virtual std::uint64_t socket_of(const net::Peer& peer) const = 0;
  virtual SocketOwner owner_of(std::uint64_t inode) const = 0;
};

/// The same from the kernel: sock_diag(7), or /proc/net/tcp and tcp6 where that is not to be had
/// (milliseconds instead of microseconds), and /proc/<pid>/fd. A look for the owner costs some 10
/// µs a process, the youngest first; those that were found lately are asked before.
class ProcSocketOwners final : public SocketOwners {
 public:
  ProcSocketOwners();
  std::uint64_t socket_of(const net::Peer& peer) const override;
  SocketOwner owner_of(std::uint64_t inode) const override;

 private:
  std::vector<int> candidates() const;
  void remember(int pid) const;
  SocketOwner describe(int pid) const;

  std::string own_container_id_;
  bool sees_every_process_ = false;
  mutable std::mutex mutex_;
  mutable std::vector<int> recent_pids_;
};

/// Pure: the inode in the row of /proc/net/tcp or tcp6 whose local and remote ends are the client's
/// and the server's (IPv4; in tcp6 as mapped addresses), or 0.
std::uint64_t find_inode(std::string_view table, const net::Peer& peer);

}  // namespace berth::agent
