// What all servers' sockets have in common.
#include "net/listening.h"

#include <fmt/format.h>
#include <boost/asio/ip/address.hpp>

namespace berth::net {

using Tcp = asio::ip::tcp;

Fault listen_fault(const ErrorCode& error, const std::string& address, std::uint16_t port) {
  const bool v6 = address.find(':') != std::string::npos;
  const std::string where = fmt::format("{}{}{}:{}", v6 ? "[" : "", address, v6 ? "]" : "", port);
  if (error == asio::error::address_in_use) {
    return server_fault("AddressInUse", fmt::format("{} is taken by another process", where));
  }
  if (error == asio::error::access_denied) {
    return server_fault("AccessDenied",
                        fmt::format("{} may not be listened on by this user", where));
  }
  if (error == boost::system::errc::address_not_available) {
    return server_fault("AddressNotAvailable",
                        fmt::format("{} is no address of this machine", where));
  }
  return server_fault("IoError", fmt::format("cannot listen on {}: {}", where, error.message()));
}

Result<void> listen_on(Acceptor& acceptor, const std::string& address, std::uint16_t port) {
  ErrorCode error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) return fail(server_fault("AddressNotAvailable", address + " is no IP address"));
  const Tcp::endpoint endpoint(ip, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fail(listen_fault(error, address, port));
  return {};
}

/// An IPv4 address that came over an IPv6 socket is an IPv4 address: policies compare it as one.
std::string text_of(const asio::ip::address& address) {
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address.to_string();
  return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
}

Peer peer_of(const TcpSocket& socket) {
  Peer peer;
  ErrorCode error;
  const auto remote = socket.remote_endpoint(error);
  if (!error) {
    peer.address = text_of(remote.address());
    peer.port = remote.port();
  }
  const auto local = socket.local_endpoint(error);
  if (!error) {
    peer.local_address = text_of(local.address());
    peer.local_port = local.port();
  }
  return peer;
}

void reset(TcpSocket& socket) {
  ErrorCode ignored;
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace berth::net
