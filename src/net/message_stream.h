// Messages with their length in front, two bytes in network order (RFC 1035, 4.2.2).
#pragma once

#include <optional>
#include <string>

#include "net/listening.h"

namespace berth::net {

/// The next message; nothing at the end, on an error, or where it is longer than `bytes_max`.
Task<std::optional<std::string>> read_message(TcpSocket& socket, std::size_t bytes_max);

/// False on an error. `message` is at most 65535 bytes long.
Task<bool> write_message(TcpSocket& socket, std::string message);

}  // namespace berth::net
