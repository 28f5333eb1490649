// Keeps the credential endpoint to this machine and its containers: an address on `lo` would
// otherwise answer a neighbour that routes through the machine.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "agent/endpoints/rtnetlink.h"
#include "base/result.h"

namespace berth::agent {

/// Two locks, kept up to date as interfaces come and go. In the kernel, a socket filter that drops
/// whatever did not come in through `lo` or a Docker bridge: no answer at all, not even a refusal.
/// Here, a check of an accepted connection's address: it must be the machine's own or one of a
/// bridge's subnet. Between a bridge's making and the filter's next update lie milliseconds; its
/// containers' first packets are sent again by TCP and by resolvers.
class IngressFilter {
 public:
  /// `more_bridges`: names of bridges that are Docker's though not named as Docker names them.
  explicit IngressFilter(std::vector<std::string> more_bridges);
  ~IngressFilter();
  IngressFilter(const IngressFilter&) = delete;
  IngressFilter& operator=(const IngressFilter&) = delete;

  /// Filters a listening TCP socket (its connections inherit it) or a UDP socket, now and after
  /// each change, until stop(). Fault "IoError".
  Result<void> guard(int socket);
  /// True where `address` is this machine's own or of a Docker bridge's subnet. From any thread.
  bool lets_in(const std::string& address) const;
  /// Forgets the sockets, before they are closed.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Who may ask, as far as the kernel's tables say.
struct Ingress {
  std::set<int> links;  ///< indexes of `lo` and the bridges
  std::set<std::uint32_t> own_addresses;
  std::vector<rtnetlink::Address> bridge_subnets;

  bool lets_in(std::uint32_t address) const;
  bool operator==(const Ingress& other) const { return links == other.links; }
};

/// True for docker0, docker_gwbridge, br-<12 hex digits> and `more`.
bool is_docker_bridge(const rtnetlink::Link& link, const std::vector<std::string>& more);

/// Pure: a bridge that has hardware for a port leads to other machines and is left out.
Ingress decide_ingress(const std::vector<rtnetlink::Link>& links,
                       const std::vector<rtnetlink::Address>& addresses,
                       const std::vector<std::string>& more_bridges);

}  // namespace berth::agent
