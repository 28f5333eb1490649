// One connection's socket, asked of the kernel by sock_diag(7).
#pragma once

#include <cstdint>
#include <optional>

#include "net/http.h"

namespace berth::agent {

/// The inode of the client's socket of an IPv4 connection, 0 where this network namespace has no
/// such socket, or nothing where the kernel does not answer such questions.
std::optional<std::uint64_t> ask_socket_inode(const net::Peer& peer);

}  // namespace berth::agent
