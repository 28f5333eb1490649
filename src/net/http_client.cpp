// One request at a time on a connection; connections that are kept alive wait in a pool.
#include "net/http_client.h"

#include <deque>

#include <fmt/format.h>

#include "net/client_connection.h"
#include "net/deadline.h"
#include "net/http_parser.h"
#include "net/http_text.h"

namespace berth::net {
namespace {

using StreamPtr = std::unique_ptr<ByteStream>;
constexpr std::size_t kReadBytes = 16 * 1024;

Fault fault_of(ParseStatus status) {
  if (status == ParseStatus::kBodyTooLarge || status == ParseStatus::kHeaderTooLarge) {
    return server_fault("ResponseTooLarge", "the answer is larger than allowed");
  }
  return server_fault("Broken", "the answer is no HTTP, or the connection closed in its middle");
}

/// One exchange on an open connection.
struct Exchange {
  StreamPtr stream;
  HttpResponse response;
  bool answered_any = false;  ///< a byte of the answer came
  bool keep_alive = false;
};

struct ExchangeLimits {
  std::chrono::milliseconds deadline;
  bool renewed_by_data = false;  ///< the deadline starts anew with each piece
  std::size_t response_bytes_max = 0;
};

Task<Result<void>> write_request(ByteStream& stream, const HttpRequest& request,
                                 const std::string& authority) {
  std::string head;
  append_request_head(head, request, authority);
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(head), asio::buffer(request.body)};
  ErrorCode error;
  co_await stream.write(buffers, error);
  if (error) co_return fail(server_fault("Broken", error.message()));
  co_return Result<void>();
}

Task<Result<void>> read_response(Exchange& exchange, ResponseParser& parser, Deadline& deadline,
                                 const ExchangeLimits& limits) {
  std::string buffer;
  std::array<char, kReadBytes> piece;
  for (;;) {
    ErrorCode error;
    const std::size_t size =
        co_await exchange.stream->read_some(asio::buffer(piece.data(), piece.size()), error);
    if (error) {
      if (parser.put_end() == ParseStatus::kDone) co_return Result<void>();
      co_return fail(fault_of(ParseStatus::kMalformed));
    }
    exchange.answered_any = true;
    if (limits.renewed_by_data) deadline.expires_after(limits.deadline);
    buffer.append(piece.data(), size);
    for (;;) {
      std::size_t taken = 0;
      const ParseStatus status = parser.put(buffer, taken);
      buffer.erase(0, taken);
      if (status == ParseStatus::kDone) co_return Result<void>();
      if (status == ParseStatus::kStopped) co_return Result<void>();
      if (status != ParseStatus::kMore) co_return fail(fault_of(status));
      if (taken == 0 || buffer.empty()) break;
    }
  }
}

}  // namespace

class HttpClient::Impl : public std::enable_shared_from_this<HttpClient::Impl> {
 public:
  Impl(asio::io_context& context, Origin origin, HttpClientOptions options)
      : context_(context), origin_(std::move(origin)), options_(std::move(options)) {
    if (origin_.kind == Origin::Kind::kTls) {
      tls_ = std::make_unique<ClientTls>(options_.ca_bundle_path);
    }
  }

  static Task<Result<HttpResponse>> exchange(std::shared_ptr<Impl> self, HttpRequest request,
                                             std::function<bool(std::string_view)> on_data,
                                             ExchangeLimits limits) {
    for (;;) {
      Exchange exchange;
      const bool reused = !self->idle_.empty();
      if (reused) {
        exchange.stream = std::move(self->idle_.front());
        self->idle_.pop_front();
      } else {
        auto connected =
            co_await connect_to(self->context_, self->origin_, self->options_, self->tls_.get());
        if (!connected) co_return fail(connected.error());
        exchange.stream = std::move(*connected);
      }
      auto done = co_await self->run(exchange, request, on_data, limits);
      if (done) {
        self->keep(exchange);
        co_return std::move(exchange.response);
      }
      // A kept connection may have been closed by the other end just before it was used.
      const bool stale = reused && !exchange.answered_any && done.error().code == "Broken";
      if (!stale) co_return fail(done.error());
    }
  }

  static Task<Result<WebSocket>> open_web_socket(std::shared_ptr<Impl> self, HttpRequest request,
                                                 std::chrono::milliseconds deadline) {
    auto connected =
        co_await connect_to(self->context_, self->origin_, self->options_, self->tls_.get());
    if (!connected) co_return fail(connected.error());
    StreamPtr stream = std::move(*connected);
    HttpResponse refusal;
    refusal.status = 0;
    ErrorCode error;
    auto impl = co_await stream->open_web_socket({request, 4 * 1024 * 1024, deadline}, refusal,
                                                 error);
    if (impl) co_return WebSocket(std::move(impl));
    if (refusal.status != 0) {
      co_return fail(server_fault("UpgradeRefused",
                                  fmt::format("{} {}", refusal.status, refusal.body)));
    }
    const bool late = error == asio::error::timed_out;
    co_return fail(server_fault(late ? "Timeout" : "Broken", error.message()));
  }

 private:
  Task<Result<void>> run(Exchange& exchange, const HttpRequest& request,
                         const std::function<bool(std::string_view)>& on_data,
                         const ExchangeLimits& limits) {
    Deadline deadline(context_.get_executor(), [&] { exchange.stream->close(); });
    deadline.expires_after(limits.deadline);
    ResponseParser parser({64 * 1024, limits.response_bytes_max}, exchange.response, on_data,
                          request.method == "HEAD");
    auto done = co_await write_request(*exchange.stream, request, origin_.authority());
    if (done) {
      auto read = co_await read_response(exchange, parser, deadline, limits);
      done = std::move(read);
    }
    if (deadline.expired()) {
      co_return fail(server_fault("Timeout", "no answer came in time"));
    }
    exchange.keep_alive = parser.keep_alive();
    co_return done;
  }

  void keep(Exchange& exchange) {
    if (!exchange.keep_alive || idle_.size() >= options_.idle_connections_max) return;
    idle_.push_front(std::move(exchange.stream));
  }

  friend class HttpClient;
  asio::io_context& context_;
  Origin origin_;
  HttpClientOptions options_;
  std::unique_ptr<ClientTls> tls_;
  std::deque<StreamPtr> idle_;
};

HttpClient::HttpClient(asio::io_context& context, Origin origin, HttpClientOptions options)
    : impl_(std::make_shared<Impl>(context, std::move(origin), std::move(options))) {}

HttpClient::~HttpClient() = default;

Task<Result<HttpResponse>> HttpClient::send(HttpRequest request,
                                            std::chrono::milliseconds deadline) {
  return Impl::exchange(impl_, std::move(request), nullptr,
                        {deadline, false, impl_->options_.response_bytes_max});
}

Task<Result<HttpResponse>> HttpClient::stream(HttpRequest request,
                                              std::function<bool(std::string_view)> on_data,
                                              std::chrono::milliseconds idle) {
  constexpr std::size_t kNoLimit = std::size_t{1} << 60;
  return Impl::exchange(impl_, std::move(request), std::move(on_data), {idle, true, kNoLimit});
}

Task<Result<WebSocket>> HttpClient::connect_web_socket(HttpRequest request,
                                                       std::chrono::milliseconds deadline) {
  return Impl::open_web_socket(impl_, std::move(request), deadline);
}

}  // namespace berth::net
