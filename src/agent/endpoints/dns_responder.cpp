// Decides each query: answer, forward or refuse.
#include "agent/endpoints/dns_responder.h"

#include <chrono>
#include <optional>
#include <sstream>
#include <utility>

#include "agent/endpoints/dns_message.h"
#include "agent/endpoints/rtnetlink.h"
#include "agent/endpoints/served_names.h"

namespace berth::agent {
namespace {

using std::chrono::milliseconds;

/// Short enough that a change of mode shows soon, long enough to spare most queries.
constexpr std::uint32_t kTtlSeconds = 60;
/// Clients wait 5 s before they ask again: all of the host's resolvers are tried within it.
constexpr milliseconds kDatagramPatience{1500};
constexpr milliseconds kStreamPatience{4000};
constexpr std::size_t kResolversMax = 3;

std::string answer_served(const dns::Query& query, std::uint32_t address) {
  const bool wants_address = query.type == dns::kTypeA || query.type == dns::kTypeAny;
  return wants_address ? dns::make_address_answer(query, address, kTtlSeconds)
                       : dns::make_empty_answer(query, dns::Code::kNoError);
}

/// A resolver that fails, does not implement or refuses: the C library asks the next one then, and
/// containers know of no other than this responder.
bool sends_elsewhere(std::string_view answer) {
  const auto code = static_cast<dns::Code>(static_cast<unsigned char>(answer[3]) & 0x0F);
  return code == dns::Code::kServerFailure || code == dns::Code::kNotImplemented ||
         code == dns::Code::kRefused;
}

}  // namespace

std::vector<Resolver> parse_resolv_conf(std::string_view text, const std::string& own_address) {
  std::vector<Resolver> resolvers;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line) && resolvers.size() < kResolversMax;) {
    std::istringstream fields(line);
    std::string keyword, address;
    fields >> keyword >> address;
    if (keyword != "nameserver" || address.empty() || address == own_address) continue;
    resolvers.push_back({address, 53});
  }
  return resolvers;
}

struct DnsResponder::Shared {
  DnsOptions options;
  std::uint32_t address = 0;

  net::Task<Result<std::string>> ask(Resolver resolver, std::string message, dns::Query query,
                                     bool stream) {
    if (stream) {
      return net::ask_by_stream(std::move(resolver.address), resolver.port, std::move(message),
                                kStreamPatience);
    }
    return net::ask_by_datagram(
        std::move(resolver.address), resolver.port, std::move(message),
        [query = std::move(query)](std::string_view answer) { return dns::answers(answer, query); },
        kDatagramPatience);
  }

  net::Task<std::string> forward(std::string message, dns::Query query, bool stream) {
    std::string last = dns::make_empty_answer(query, dns::Code::kServerFailure);
    for (auto& resolver : options.resolvers()) {
      auto answer = co_await ask(std::move(resolver), message, query, stream);
      if (!answer || !dns::answers(*answer, query)) continue;
      last = std::move(*answer);
      if (!sends_elsewhere(last)) break;
    }
    co_return last;
  }

  net::Task<std::optional<std::string>> answer(std::string message, net::Peer peer, bool stream) {
    if (options.lets_in && !options.lets_in(peer.address)) co_return std::nullopt;
    if (!dns::has_query_header(message)) co_return std::nullopt;
    auto query = dns::parse_query(message);
    if (!query) co_return dns::make_failure(message, dns::Code::kFormatError);
    if (query->opcode != 0) co_return dns::make_empty_answer(*query, dns::Code::kNotImplemented);
    if (query->question_class == dns::kClassIn && is_served_name(query->name)) {
      co_return answer_served(*query, address);
    }
    co_return co_await forward(std::move(message), std::move(*query), stream);
  }
};

DnsResponder::DnsResponder(net::asio::io_context& context, DnsOptions options)
    : shared_(std::make_shared<Shared>(
          Shared{options, rtnetlink::parse_ipv4(options.address).value_or(0)})),
      datagrams_(context, {},
                 [shared = shared_](std::string message, net::Peer peer) {
                   return shared->answer(std::move(message), std::move(peer), false);
                 }),
      streams_(context, {}, [shared = shared_](std::string message, net::Peer peer) {
        return shared->answer(std::move(message), std::move(peer), true);
      }) {}

Result<std::uint16_t> DnsResponder::listen() {
  BERTH_ASSIGN(const std::uint16_t port,
               datagrams_.listen(shared_->options.address, shared_->options.port));
  BERTH_TRY(streams_.listen(shared_->options.address, port));
  return port;
}

std::vector<int> DnsResponder::native_handles() const {
  std::vector<int> handles = datagrams_.native_handles();
  for (const int handle : streams_.native_handles()) handles.push_back(handle);
  return handles;
}

void DnsResponder::stop() {
  datagrams_.stop();
  streams_.stop();
}

}  // namespace berth::agent
