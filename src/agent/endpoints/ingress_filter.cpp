// Watches interfaces and rewrites the sockets' filters when they change.
#include "agent/endpoints/ingress_filter.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <linux/filter.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

namespace berth::agent {
namespace {

constexpr std::uint32_t kAcceptWhole = 0xffffffff;

/// Classic BPF: the index of the interface that the packet came in by, compared with each allowed.
std::vector<sock_filter> make_program(const std::set<int>& links) {
  std::vector<sock_filter> program;
  program.push_back(
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_IFINDEX)));
  for (const int link : links) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(link), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, kAcceptWhole));
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, 0));
  return program;
}

Result<void> attach(int socket, const std::set<int>& links) {
  std::vector<sock_filter> program = make_program(links);
  const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
  if (::setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0) {
    return fail(server_fault("IoError", fmt::format("cannot close the endpoint to other machines "
                                                    "(SO_ATTACH_FILTER): {}",
                                                    std::strerror(errno))));
  }
  return {};
}

bool in_subnet(std::uint32_t address, const rtnetlink::Address& subnet) {
  const int host_bits = 32 - subnet.prefix_bits;
  return host_bits >= 32 || (address >> host_bits) == (subnet.address >> host_bits);
}

bool looks_made_by_docker(const std::string& name) {
  if (name == "docker0" || name == "docker_gwbridge") return true;
  return name.size() == 15 && name.compare(0, 3, "br-") == 0 &&
         name.find_first_not_of("0123456789abcdef", 3) == std::string::npos;
}

}  // namespace

bool is_docker_bridge(const rtnetlink::Link& link, const std::vector<std::string>& more) {
  if (link.kind != "bridge") return false;
  return looks_made_by_docker(link.name) ||
         std::find(more.begin(), more.end(), link.name) != more.end();
}

bool Ingress::lets_in(std::uint32_t address) const {
  if ((address >> 24) == 127 || own_addresses.count(address) != 0) return true;
  return std::any_of(bridge_subnets.begin(), bridge_subnets.end(),
                     [&](const auto& subnet) { return in_subnet(address, subnet); });
}

Ingress decide_ingress(const std::vector<rtnetlink::Link>& links,
                       const std::vector<rtnetlink::Address>& addresses,
                       const std::vector<std::string>& more_bridges) {
  Ingress ingress;
  std::set<int> bridges;
  for (const auto& link : links) {
    if (link.name == "lo") ingress.links.insert(link.index);
    if (is_docker_bridge(link, more_bridges)) bridges.insert(link.index);
  }
  for (const auto& link : links) {
    if (link.master != 0 && link.kind != "veth") bridges.erase(link.master);
  }
  ingress.links.insert(bridges.begin(), bridges.end());
  for (const auto& address : addresses) {
    ingress.own_addresses.insert(address.address);
    if (bridges.count(address.link) != 0) ingress.bridge_subnets.push_back(address);
  }
  return ingress;
}

struct IngressFilter::Impl {
  std::vector<std::string> more_bridges;
  mutable std::mutex mutex;
  Ingress ingress;
  std::vector<int> sockets;
  int changes = -1;
  int wake = -1;
  std::thread watcher;

  void refresh() {
    const auto links = rtnetlink::links();
    const auto addresses = rtnetlink::addresses();
    if (!links || !addresses) {
      spdlog::error("cannot see which interfaces are Docker's: {}",
                    links ? addresses.error().message : links.error().message);
      return;
    }
    Ingress now = decide_ingress(*links, *addresses, more_bridges);
    const std::lock_guard lock(mutex);
    const bool changed = !(now == ingress);
    ingress = std::move(now);
    if (!changed) return;
    for (const int socket : sockets) {
      if (const auto attached = attach(socket, ingress.links); !attached) {
        spdlog::error("{}", attached.error().message);
      }
    }
  }

  void watch() {
    while (true) {
      std::array<pollfd, 2> waits{pollfd{wake, POLLIN, 0}, pollfd{changes, POLLIN, 0}};
      // Without a monitor (a negative descriptor is passed over) the tables are read every second.
      if (::poll(waits.data(), waits.size(), changes < 0 ? 1000 : -1) < 0 && errno != EINTR) return;
      if (waits[0].revents != 0) return;
      std::array<char, 16384> ignored;
      while (changes >= 0 && ::recv(changes, ignored.data(), ignored.size(), MSG_DONTWAIT) > 0) {
      }
      refresh();
    }
  }
};

IngressFilter::IngressFilter(std::vector<std::string> more_bridges)
    : impl_(std::make_unique<Impl>()) {
  impl_->more_bridges = std::move(more_bridges);
  // The monitor opens first: what changes during the first look is seen again.
  impl_->changes = rtnetlink::open_change_monitor();
  impl_->wake = ::eventfd(0, EFD_CLOEXEC);
  impl_->refresh();
  impl_->watcher = std::thread([impl = impl_.get()] { impl->watch(); });
}

IngressFilter::~IngressFilter() {
  const std::uint64_t one = 1;
  if (::write(impl_->wake, &one, sizeof one) < 0) spdlog::error("cannot wake the watcher");
  impl_->watcher.join();
  if (impl_->changes >= 0) ::close(impl_->changes);
  ::close(impl_->wake);
}

Result<void> IngressFilter::guard(int socket) {
  const std::lock_guard lock(impl_->mutex);
  BERTH_TRY(attach(socket, impl_->ingress.links));
  impl_->sockets.push_back(socket);
  return {};
}

bool IngressFilter::lets_in(const std::string& address) const {
  const auto number = rtnetlink::parse_ipv4(address);
  if (!number) return false;
  const std::lock_guard lock(impl_->mutex);
  return impl_->ingress.lets_in(*number);
}

void IngressFilter::stop() {
  const std::lock_guard lock(impl_->mutex);
  impl_->sockets.clear();
}

}  // namespace berth::agent
