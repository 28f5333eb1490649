// Names inside tasks: those that Berth serves lead here, all others go on to the host's resolvers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/message_server.h"

namespace berth::agent {

/// One of the host's resolvers.
struct Resolver {
  std::string address;
  std::uint16_t port = 53;

  bool operator==(const Resolver&) const = default;
};

/// The `nameserver` lines of a resolv.conf, at most three as its readers take, without
/// `own_address`: that would be a question to ourselves. Pure.
std::vector<Resolver> parse_resolv_conf(std::string_view text, const std::string& own_address);

struct DnsOptions {
  std::string address = "169.254.170.2";  ///< where it listens, and what it answers
  std::uint16_t port = 53;                ///< 0: a free one, for tests
  /// Asked at each forwarded query: the host's resolvers may change.
  std::function<std::vector<Resolver>()> resolvers;
  /// Whether a client's address may ask at all; empty: any.
  std::function<bool(const std::string& address)> lets_in;
};

/// A responder over UDP and TCP. Answers of the host's resolvers are handed on as they are, cut
/// ones too: the client asks again over TCP, and so does this.
class DnsResponder {
 public:
  /// On `context`, which outlives it.
  DnsResponder(net::asio::io_context& context, DnsOptions options);

  /// Binds both. Faults as HttpServer::listen(). Returns the port of UDP.
  Result<std::uint16_t> listen();
  /// For socket filters.
  std::vector<int> native_handles() const;
  /// Any thread.
  void stop();

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
  net::DatagramServer datagrams_;
  net::MessageStreamServer streams_;
};

}  // namespace berth::agent
