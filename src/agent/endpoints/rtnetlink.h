// Links and addresses of this network namespace, asked of the kernel itself: no shell, no `ip`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace berth::agent::rtnetlink {

/// One network interface.
struct Link {
  int index = 0;
  std::string name;
  std::string kind;  ///< "bridge", "veth", …; empty for hardware and `lo`
  int master = 0;    ///< the index of the bridge that it is a port of, or 0
  bool up = false;
};

/// One IPv4 address of an interface, in host byte order.
struct Address {
  int link = 0;
  std::uint32_t address = 0;
  int prefix_bits = 32;
};

/// One IPv4 route of the main table: `prefix_bits` 0 is the default route.
struct Route {
  std::uint32_t destination = 0;
  int prefix_bits = 0;
};

/// Every interface, address or route. Fault "NetlinkError".
Result<std::vector<Link>> links();
Result<std::vector<Address>> addresses();
Result<std::vector<Route>> routes();

/// True: added; false: it was there already. Faults: "AccessDenied" without CAP_NET_ADMIN,
/// "NetlinkError".
Result<bool> add_address(const Address& address);
/// True: removed; false: it was not there. Faults as above.
Result<bool> remove_address(const Address& address);
/// Makes a bridge of that name and sets it up. Fault "AlreadyExists" and as above.
Result<void> add_bridge(const std::string& name);
/// True: removed; false: there is none of that name. Faults as above.
Result<bool> remove_link(const std::string& name);

/// A socket that becomes readable when a link or an address changes; -1 where there is none to be
/// had. The caller closes it.
int open_change_monitor();

/// "169.254.170.2" in host byte order. Fault "InvalidAddress".
Result<std::uint32_t> parse_ipv4(const std::string& text);
std::string format_ipv4(std::uint32_t address);

}  // namespace berth::agent::rtnetlink
