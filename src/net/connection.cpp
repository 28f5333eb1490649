// See connection.h. Every co_await stands alone in its statement: g++ 12 mishandles temporaries
// in others.
#include "net/connection.h"

#include <array>

#include "crypto/tls_context.h"
#include "net/http_text.h"
#include "net/runtime.h"
#include "net/streamed_body.h"

namespace berth::net {
namespace {

constexpr char kTlsHandshake = 0x16;
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::chrono::seconds kLingerDeadline{2};
constexpr std::chrono::milliseconds kCloseDeadline{500};

int status_of(ParseStatus status) {
  if (status == ParseStatus::kHeaderTooLarge) return 431;
  return status == ParseStatus::kBodyTooLarge ? 413 : 400;
}

Task<void> close_web_socket(WebSocket socket) {
  co_await socket.close();
}

/// Appends what comes next to `buffer`; false at the end or on an error.
Task<bool> read_more(ByteStream& stream, std::string& buffer) {
  std::array<char, kReadBytes> piece;
  ErrorCode error;
  const std::size_t size =
      co_await stream.read_some(asio::buffer(piece.data(), piece.size()), error);
  if (error) co_return false;
  buffer.append(piece.data(), size);
  co_return true;
}

}  // namespace

Connection::Connection(Socket socket, Peer peer, std::shared_ptr<const HttpServerOptions> options,
                       std::shared_ptr<const HttpHandler> handler)
    : executor_(socket.get_executor()),
      options_(std::move(options)),
      handler_(std::move(handler)),
      peer_(std::move(peer)),
      stream_(make_plain_stream(std::move(socket))),
      deadline_(executor_, [this] { drop(); }) {}

void Connection::finish() {
  finishing_ = true;
  if (web_socket_) return spawn(executor_.context(), close_web_socket(*web_socket_));
  if (idle_) stream_->close();
}

void Connection::drop() {
  finishing_ = true;
  if (web_socket_) return web_socket_->abort();
  stream_->close();
}

Task<void> Connection::run() {
  const auto self = shared_from_this();
  deadline_.expires_after(options_->request_timeout);
  const bool spoken = co_await start_tls_if_spoken();
  if (!spoken) co_return;
  RequestParser parser({options_->header_bytes_max, options_->body_bytes_max});
  bool in_order = false;
  while (!finishing_) {
    HttpRequest request;
    parser.start(request);
    const bool whole = co_await read_request(parser);
    if (!whole) break;
    idle_ = false;
    deadline_.clear();
    request.peer = peer_;
    in_order = co_await answer(parser, std::move(request));
    idle_ = true;
    if (!in_order || !parser.keep_alive()) break;
  }
  if (web_socket_) co_return;
  if (in_order) co_await end_in_order();
  deadline_.clear();
  stream_->close();
}

Task<void> Connection::end_in_order() {
  deadline_.expires_after(kCloseDeadline);
  co_await stream_->finish_sending();
}

Task<bool> Connection::start_tls_if_spoken() {
  if (!options_->tls) co_return true;
  const bool read = co_await read_more(*stream_, received_);
  if (!read) co_return false;
  if (received_.front() != kTlsHandshake) {
    if (!options_->tls_required) co_return true;
    co_await refuse(ParseStatus::kMalformed);
    co_return false;
  }
  auto tls = make_tls_stream(std::move(stream_->socket()), options_->tls->native());
  TlsByteStream& handshake = *tls;
  stream_ = std::move(tls);
  const std::string first = std::exchange(received_, {});
  ErrorCode error;
  co_await handshake.accept(first, error);
  if (error) {
    stream_->close();
    co_return false;
  }
  peer_.tls = true;
  peer_.server_name = stream_->server_name();
  co_return true;
}

Task<bool> Connection::read_request(RequestParser& parser) {
  bool continued = false;
  bool began = !received_.empty();
  // Between requests the idle timeout counts; once a byte has come, the request's.
  deadline_.expires_after(began ? options_->request_timeout : options_->idle_timeout);
  for (;;) {
    if (!received_.empty()) {
      std::size_t taken = 0;
      const ParseStatus status = parser.put(received_, taken);
      received_.erase(0, taken);
      if (status == ParseStatus::kDone) co_return true;
      if (status != ParseStatus::kMore) {
        co_await refuse(status);
        co_return false;
      }
      if (!std::exchange(began, true)) deadline_.expires_after(options_->request_timeout);
      idle_ = false;
    }
    const bool waits = !continued && parser.header_done() && parser.expects_continue();
    if (waits) {
      continued = true;
      co_await send_continue();
    }
    const bool read = co_await read_more(*stream_, received_);
    if (!read) co_return false;
  }
}

Task<void> Connection::send_continue() {
  constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(kContinue), asio::const_buffer()};
  ErrorCode ignored;
  co_await stream_->write(buffers, ignored);
}

/// The answer to what is no request. The rest of what the client sends is read and dropped for a
/// moment: closing with unread bytes would reset the connection before the answer arrives.
Task<void> Connection::refuse(ParseStatus status) {
  HttpResponse response;
  response.status = status_of(status);
  if (options_->refusal) response = options_->refusal(response.status);
  const bool sent = co_await send(std::move(response), false, false, false);
  if (!sent) co_return;
  deadline_.expires_after(kLingerDeadline);
  co_await stream_->finish_sending();
  for (;;) {
    received_.clear();
    const bool read = co_await read_more(*stream_, received_);
    if (!read) co_return;
  }
}

Task<bool> Connection::answer(RequestParser& parser, HttpRequest request) {
  const bool keep_alive = parser.keep_alive();
  const bool http_1_0 = parser.is_http_1_0();
  const bool head_only = request.method == "HEAD";
  std::optional<HttpRequest> upgrade_request;
  if (parser.is_upgrade()) upgrade_request = request;
  auto answered = co_await (*handler_)(std::move(request));
  const bool goes_on = keep_alive && !finishing_;
  if (auto* streamed = std::get_if<StreamedAnswer>(&answered)) {
    const bool whole = co_await send_streamed(std::move(*streamed), goes_on, http_1_0, head_only);
    co_return whole;
  }
  HttpResponse response;
  if (auto* plain = std::get_if<HttpResponse>(&answered)) {
    response = std::move(*plain);
  } else if (upgrade_request) {
    co_await serve_web_socket(*upgrade_request, std::move(std::get<WebSocketUpgrade>(answered)));
    co_return false;
  } else {
    response.status = 400;  // an upgrade for a request that asked for none
  }
  const bool sent = co_await send(std::move(response), goes_on, http_1_0, head_only);
  co_return sent;
}

Task<bool> Connection::send(HttpResponse response, bool keep_alive, bool http_1_0, bool head_only) {
  head_.clear();
  append_response_head(head_, response, {keep_alive, http_1_0, options_->server_header});
  if (head_only || !status_has_body(response.status)) response.body.clear();
  // A small body goes out with the head in one piece; a large one is not worth the copy.
  if (response.body.size() < kReadBytes) {
    head_ += response.body;
    response.body.clear();
  }
  const std::size_t written = stream_->write_now(head_);
  if (written == head_.size() && response.body.empty()) co_return true;
  const std::array<asio::const_buffer, 2> buffers{
      asio::buffer(std::string_view(head_).substr(written)), asio::buffer(response.body)};
  deadline_.expires_after(options_->request_timeout);
  ErrorCode error;
  co_await stream_->write(buffers, error);
  deadline_.clear();
  co_return !error;
}

Task<bool> Connection::send_streamed(StreamedAnswer answer, bool keep_alive, bool http_1_0,
                                     bool head_only) {
  head_.clear();
  append_response_head(head_, answer.head,
                       {keep_alive && !http_1_0, http_1_0, options_->server_header, true});
  const StreamedBodyOptions options{options_->request_timeout, !http_1_0, finishing_};
  StreamedBody body(*stream_, deadline_, options);
  const bool begun = co_await body.begin(head_);
  if (!begun || head_only) co_return begun;
  co_await answer.serve(body);
  const bool ended = co_await body.end();
  co_return ended && !http_1_0;
}

Task<void> Connection::serve_web_socket(const HttpRequest& request, WebSocketUpgrade upgrade) {
  ErrorCode error;
  const WebSocketStart start{request, upgrade.message_bytes_max};
  auto impl = co_await stream_->accept_web_socket(start, error);
  if (!impl) co_return;
  web_socket_.emplace(std::move(impl));
  if (finishing_) web_socket_->abort();
  WebSocket socket = *web_socket_;
  co_await upgrade.serve(std::move(socket));
  web_socket_->abort();
}

}  // namespace berth::net
