// Who holds a port that the endpoints need: so that a refusal names the process to stop.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace berth::agent {

/// A process that holds a socket on a port.
struct PortOwner {
  std::string address;  ///< that it is bound to: "0.0.0.0", "127.0.0.1", "::"
  int pid = 0;          ///< 0: another user's process that may not be looked into
  std::string command;  ///< the program's name: "nginx"
};

enum class Transport { kTcp, kUdp };

/// Finds who keeps `address`:`port` from being bound, through /proc. Nothing where nobody does.
std::optional<PortOwner> find_port_owner(Transport transport, const std::string& address,
                                         std::uint16_t port);

/// "0.0.0.0:80 is held by process 123 (nginx: master process)", or what can be said without rights.
std::string describe(const PortOwner& owner, std::uint16_t port);

/// A line of /proc/net/{tcp,udp}{,6}.
struct SocketRow {
  std::string address;
  std::uint16_t port = 0;
  bool listening = false;  ///< state LISTEN for TCP; UDP: bound and not connected
  unsigned long inode = 0;
};

/// Pure: the rows of such a file's text; lines that are none are passed over.
std::vector<SocketRow> parse_socket_table(const std::string& text);

}  // namespace berth::agent
