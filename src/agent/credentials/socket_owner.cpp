// Who has the client's end of a connection that comes from this machine's own network.
#include "agent/credentials/socket_owner.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "agent/credentials/container_id.h"
#include "agent/credentials/socket_diag.h"
#include "base/file.h"

namespace berth::agent {
namespace {

constexpr const char* kEndpointAddress = "169.254.170.2";
constexpr std::uint16_t kEndpointPort = 80;
constexpr std::size_t kRecentPidsMax = 16;
/// The first process namespace's name in Linux (PROC_PID_INIT_INO): nothing runs outside of it.
constexpr std::string_view kFirstPidNamespace = "pid:[4026531836]";

enum class Found { kNo, kYes, kDenied };

using Directory = std::unique_ptr<DIR, int (*)(DIR*)>;

Directory open_directory(const char* path) {
  return {::opendir(path), &::closedir};
}

std::string_view read_link(int directory, const char* name, std::array<char, 64>& buffer) {
  const auto size = ::readlinkat(directory, name, buffer.data(), buffer.size());
  return {buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

Found has_open(int pid, std::string_view link) {
  std::array<char, 32> path{};
  fmt::format_to_n(path.data(), path.size() - 1, "/proc/{}/fd", pid);
  const auto directory = open_directory(path.data());
  if (!directory) return errno == EACCES || errno == EPERM ? Found::kDenied : Found::kNo;
  const int fd = ::dirfd(directory.get());
  std::array<char, 64> target;
  errno = 0;
  while (const auto* entry = ::readdir(directory.get())) {
    if (entry->d_name[0] == '.') continue;
    if (read_link(fd, entry->d_name, target) == link) return Found::kYes;
    // The folder of another user's process opens where its entries do not.
    if (errno == EACCES || errno == EPERM) return Found::kDenied;
  }
  return Found::kNo;
}

/// An end of a connection as /proc/net/tcp prints it: the address as a word of the machine's own
/// byte order, the port as a number.
std::string hex_end(const std::string& address, std::uint16_t port, std::string_view prefix) {
  in_addr binary{};
  if (::inet_pton(AF_INET, address.c_str(), &binary) != 1) return {};
  return fmt::format(" {}{:08X}:{:04X}", prefix, binary.s_addr, port);
}

/// The inode is the tenth field of a row; `row` begins at the second.
std::uint64_t inode_of_row(std::string_view row) {
  constexpr int kFieldsBefore = 8;
  for (int field = 0; field < kFieldsBefore; ++field) {
    row.remove_prefix(std::min(row.find_first_not_of(' '), row.size()));
    row.remove_prefix(std::min(row.find(' '), row.size()));
  }
  row.remove_prefix(std::min(row.find_first_not_of(' '), row.size()));
  std::uint64_t inode = 0;
  std::from_chars(row.data(), row.data() + row.size(), inode);
  return inode;
}

std::uint64_t socket_with_ends(const net::Peer& peer) {
  const auto asked = ask_socket_inode(peer);
  if (asked) return *asked;
  for (const char* path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
    const auto table = read_file(path);
    const auto inode = table ? find_inode(*table, peer) : 0;
    if (inode != 0) return inode;
  }
  return 0;
}

}  // namespace

std::uint64_t find_inode(std::string_view table, const net::Peer& peer) {
  // In tcp6, whose addresses have 32 digits, an IPv4 address is mapped: ::ffff:a.b.c.d.
  constexpr std::size_t kDigitsOfSix = 32;
  const auto first = table.find(": ");
  if (first == std::string_view::npos) return 0;
  const bool mapped = table.find(':', first + 2) == first + 2 + kDigitsOfSix;
  const std::string_view prefix = mapped ? "0000000000000000FFFF0000" : "";
  const auto local = hex_end(peer.address, peer.port, prefix);
  const auto remote = hex_end(peer.local_address, peer.local_port, prefix) + " ";
  if (local.empty()) return 0;
  for (auto at = table.find(local); at != std::string_view::npos; at = table.find(local, at + 1)) {
    // The slot's number and a colon stand before a local end, a port before a remote one.
    const bool is_local_end = at > 0 && table[at - 1] == ':';
    const auto row = table.substr(at, std::min(table.find('\n', at), table.size()) - at);
    if (!is_local_end || row.substr(local.size(), remote.size()) != remote) continue;
    return inode_of_row(row);
  }
  return 0;
}

ProcSocketOwners::ProcSocketOwners()
    : own_container_id_(
          container_id_of_cgroups(read_file("/proc/self/cgroup").value_or(std::string()))) {
  std::array<char, 64> name;
  sees_every_process_ = read_link(AT_FDCWD, "/proc/self/ns/pid", name) == kFirstPidNamespace;
}

std::uint64_t ProcSocketOwners::socket_of(const net::Peer& peer) const {
  const auto inode = socket_with_ends(peer);
  if (inode != 0) return inode;
  // Where a rule of the container agent's was left behind, the client has asked that address and
  // was redirected to this one.
  net::Peer redirected = peer;
  redirected.local_address = kEndpointAddress;
  redirected.local_port = kEndpointPort;
  return socket_with_ends(redirected);
}

std::vector<int> ProcSocketOwners::candidates() const {
  std::vector<int> pids;
  const auto directory = open_directory("/proc");
  if (!directory) return pids;
  while (const auto* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    int pid = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (error == std::errc() && end == name.data() + name.size()) pids.push_back(pid);
  }
  // Clients are young: the shell's wget, the engine's newest child.
  std::sort(pids.rbegin(), pids.rend());
  const std::scoped_lock lock(mutex_);
  pids.insert(pids.begin(), recent_pids_.begin(), recent_pids_.end());
  return pids;
}

void ProcSocketOwners::remember(int pid) const {
  const std::scoped_lock lock(mutex_);
  std::erase(recent_pids_, pid);
  recent_pids_.insert(recent_pids_.begin(), pid);
  if (recent_pids_.size() > kRecentPidsMax) recent_pids_.pop_back();
}

SocketOwner ProcSocketOwners::describe(int pid) const {
  const auto cgroups = read_file(fmt::format("/proc/{}/cgroup", pid));
  if (!cgroups) return {};
  const auto id = container_id_of_cgroups(*cgroups);
  if (id.empty() || id == own_container_id_) return {SocketOwner::Kind::kHost, {}};
  return {SocketOwner::Kind::kContainer, id};
}

SocketOwner ProcSocketOwners::owner_of(std::uint64_t inode) const {
  const auto link = fmt::format("socket:[{}]", inode);
  bool denied = false;
  for (const int pid : candidates()) {
    const auto found = has_open(pid, link);
    denied = denied || found == Found::kDenied;
    if (found != Found::kYes) continue;
    const auto owner = describe(pid);
    // Still its own: the number was not given to another process meanwhile.
    if (has_open(pid, link) != Found::kYes) continue;
    remember(pid);
    return owner;
  }
  const bool unseen = denied || !sees_every_process_;
  return {unseen ? SocketOwner::Kind::kUnseen : SocketOwner::Kind::kNobody, {}};
}

}  // namespace berth::agent
