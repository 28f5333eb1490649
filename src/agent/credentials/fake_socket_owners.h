// For tests: sockets of this machine's addresses whose owners are made up.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "agent/credentials/socket_owner.h"

namespace berth::agent::test_support {

/// Owners by the client's port. Counts what it is asked.
class FakeSocketOwners final : public SocketOwners {
 public:
  /// From now on another socket has the port.
  void set(std::uint16_t port, SocketOwner owner) {
    inodes_[port] = ++last_inode_;
    by_inode_[last_inode_] = std::move(owner);
  }
  /// Every port's.
  void set_all(SocketOwner owner) { all_ = std::move(owner); }

  int questions() const { return questions_; }
  int looks() const { return looks_; }

  std::uint64_t socket_of(const net::Peer& peer) const override {
    ++questions_;
    if (all_) return 1'000'000 + static_cast<std::uint64_t>(questions_);
    const auto found = inodes_.find(peer.port);
    return found == inodes_.end() ? 0 : found->second;
  }
  SocketOwner owner_of(std::uint64_t inode) const override {
    ++looks_;
    return all_ ? *all_ : by_inode_.at(inode);
  }

 private:
  std::map<std::uint16_t, std::uint64_t> inodes_;
  std::map<std::uint64_t, SocketOwner> by_inode_;
  std::optional<SocketOwner> all_;
  std::uint64_t last_inode_ = 0;
  mutable int questions_ = 0;
  mutable int looks_ = 0;
};

}  // namespace berth::agent::test_support
