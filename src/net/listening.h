// What all servers' sockets have in common: how they come to listen, and whom they accepted.
#pragma once

#include <string>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/result.h"
#include "net/asio.h"
#include "net/byte_stream.h"

namespace berth::net {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using TcpSocket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

/// The fault of a bind() or listen(): "AddressInUse", "AccessDenied", "AddressNotAvailable" or
/// "IoError", naming address and port.
Fault listen_fault(const ErrorCode& error, const std::string& address, std::uint16_t port);

/// Opens, binds and listens. Fault as above.
Result<void> listen_on(Acceptor& acceptor, const std::string& address, std::uint16_t port);

/// Both ends of a connected socket.
Peer peer_of(const TcpSocket& socket);

/// Closes so that the peer sees a reset.
void reset(TcpSocket& socket);

}  // namespace berth::net
