// One request at a time on a connection; connections that are kept alive wait in a pool.
#include "net/http_client.h"

#include <cerrno>
#include <deque>

#include <sys/socket.h>

#include <fmt/format.h>

#include "net/client_connection.h"
#include "net/deadline.h"
#include "net/http_parser.h"
#include "net/http_text.h"

namespace berth::net {
namespace {

using StreamPtr = std::unique_ptr<ByteStream>;
constexpr std::size_t kAnswerPieceBytes = 16 * 1024;
constexpr std::size_t kHeaderBytesMax = 64 * 1024;
constexpr std::size_t kMessageBytesMax = 4 * 1024 * 1024;

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
  std::function<Task<void>()> ready;  ///< awaited before each read; may be empty
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

/// Reads on until the parser has a whole message; what follows it stays in `buffer`.
Task<Result<void>> read_message(Exchange& exchange, ResponseParser& parser, std::string& buffer,
                                Deadline& deadline, const ExchangeLimits& limits) {
  std::array<char, kAnswerPieceBytes> piece;
  for (;;) {
    std::size_t taken = 0;
    const ParseStatus status = buffer.empty() ? ParseStatus::kMore : parser.put(buffer, taken);
    buffer.erase(0, taken);
    if (status == ParseStatus::kDone || status == ParseStatus::kStopped) co_return Result<void>();
    if (status != ParseStatus::kMore) co_return fail(fault_of(status));
    if (taken != 0 && !buffer.empty()) continue;
    if (limits.ready) {
      co_await limits.ready();
      deadline.expires_after(limits.deadline);
    }
    ErrorCode error;
    const auto space = asio::buffer(piece.data(), piece.size());
    const std::size_t size = co_await exchange.stream->read_some(space, error);
    if (error) {
      if (parser.put_end() == ParseStatus::kDone) co_return Result<void>();
      co_return fail(fault_of(ParseStatus::kMalformed));
    }
    exchange.answered_any = true;
    if (limits.renewed_by_data) deadline.expires_after(limits.deadline);
    buffer.append(piece.data(), size);
  }
}

bool is_interim(int status) {
  return status >= 100 && status < 200 && status != 101;
}

/// True where the other end has neither closed a kept connection nor sent what was not asked for.
bool is_quiet(ByteStream& stream) {
  char byte = 0;
  const auto got = ::recv(stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
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
    Exchange exchange;
    exchange.stream = self->take_idle();
    if (exchange.stream) {
      auto done = co_await self->run(exchange, request, on_data, limits);
      if (done) co_return self->finish(exchange);
      // A kept connection may have been closed by the other end just before it was used: once more.
      const bool stale = !exchange.answered_any && done.error().code == "Broken";
      if (!stale) co_return fail(done.error());
      exchange = Exchange();
    }
    auto connected = co_await self->connect(limits.deadline);
    if (!connected) co_return fail(connected.error());
    exchange.stream = std::move(*connected);
    auto done = co_await self->run(exchange, request, on_data, limits);
    if (!done) co_return fail(done.error());
    co_return self->finish(exchange);
  }

  static Task<Result<WebSocket>> open_web_socket(std::shared_ptr<Impl> self, HttpRequest request,
                                                 std::chrono::milliseconds deadline) {
    auto connected = co_await self->connect(deadline);
    if (!connected) co_return fail(connected.error());
    StreamPtr stream = std::move(*connected);
    if (!request.header("Host")) request.headers.emplace_back("Host", self->origin_.authority());
    HttpResponse refusal;
    refusal.status = 0;
    ErrorCode error;
    const WebSocketStart start{request, kMessageBytesMax, deadline};
    auto impl = co_await stream->open_web_socket(start, refusal, error);
    if (impl) co_return WebSocket(std::move(impl));
    if (refusal.status != 0) {
      co_return fail(
          server_fault("UpgradeRefused", fmt::format("{} {}", refusal.status, refusal.body)));
    }
    const bool late = error == asio::error::timed_out;
    co_return fail(server_fault(late ? "Timeout" : "Broken", error.message()));
  }

 private:
  using Connected = Result<StreamPtr>;

  Task<Connected> connect(std::chrono::milliseconds deadline) {
    HttpClientOptions options = options_;
    options.connect_timeout = std::min(options.connect_timeout, deadline);
    auto connected = co_await connect_to(context_, origin_, std::move(options), tls_.get());
    co_return connected;
  }

  Task<Result<void>> run(Exchange& exchange, const HttpRequest& request,
                         const std::function<bool(std::string_view)>& on_data,
                         const ExchangeLimits& limits) {
    Deadline deadline(context_.get_executor(), [&] { exchange.stream->close(); });
    deadline.expires_after(limits.deadline);
    auto done = co_await write_request(*exchange.stream, request, origin_.authority());
    const ParserLimits parser_limits{kHeaderBytesMax, limits.response_bytes_max};
    const bool head_request = request.method == "HEAD";
    std::string buffer;
    // A server may refuse and close before it has read the whole request: its answer counts.
    for (;;) {
      exchange.response = HttpResponse();
      ResponseParser parser(parser_limits, exchange.response, on_data, head_request);
      auto read = co_await read_message(exchange, parser, buffer, deadline, limits);
      if (deadline.expired()) co_return fail(server_fault("Timeout", "no answer came in time"));
      if (!read) co_return done ? read : done;
      exchange.keep_alive = done && parser.keep_alive() && buffer.empty();
      if (!is_interim(exchange.response.status)) co_return Result<void>();
    }
  }

  StreamPtr take_idle() {
    while (!idle_.empty()) {
      StreamPtr stream = std::move(idle_.front());
      idle_.pop_front();
      if (is_quiet(*stream)) return stream;
    }
    return nullptr;
  }

  /// The answer of a finished exchange, whose connection is kept where that can be.
  Result<HttpResponse> finish(Exchange& exchange) {
    if (exchange.keep_alive && idle_.size() < options_.idle_connections_max) {
      idle_.push_front(std::move(exchange.stream));
    }
    return std::move(exchange.response);
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
                        {deadline, false, impl_->options_.response_bytes_max, nullptr});
}

Task<Result<HttpResponse>> HttpClient::stream(HttpRequest request,
                                              std::function<bool(std::string_view)> on_data,
                                              std::chrono::milliseconds idle) {
  return stream(std::move(request), std::move(on_data), nullptr, idle);
}

Task<Result<HttpResponse>> HttpClient::stream(HttpRequest request,
                                              std::function<bool(std::string_view)> on_data,
                                              std::function<Task<void>()> ready,
                                              std::chrono::milliseconds idle) {
  constexpr std::size_t kNoLimit = std::size_t{1} << 60;
  return Impl::exchange(impl_, std::move(request), std::move(on_data),
                        {idle, true, kNoLimit, std::move(ready)});
}

Task<Result<WebSocket>> HttpClient::connect_web_socket(HttpRequest request,
                                                       std::chrono::milliseconds deadline) {
  return Impl::open_web_socket(impl_, std::move(request), deadline);
}

}  // namespace berth::net
