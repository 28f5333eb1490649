// One connection of a server: requests in, answers out, until either end has enough.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/byte_stream.h"
#include "net/deadline.h"
#include "net/http_parser.h"
#include "net/http_server.h"

namespace berth::net {

/// Lives on the io_context of its socket; run() once.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, Peer peer, std::shared_ptr<const HttpServerOptions> options,
             std::shared_ptr<const HttpHandler> handler);

  /// Serves until the connection ends.
  Task<void> run();
  /// Ends an idle connection at once, another after the answer under way; closes a WebSocket. On
  /// the own io_context.
  void finish();
  /// Drops it, whatever is under way. On the own io_context.
  void drop();

  /// Safe to call from any thread.
  Executor executor() const { return executor_; }

 private:
  Task<bool> start_tls_if_spoken();
  /// Reads one request; false where the connection is over.
  Task<bool> read_request(RequestParser& parser);
  Task<void> send_continue();
  Task<void> refuse(ParseStatus status);
  /// Hands the request to the handler and sends its answer; true where another request may follow.
  Task<bool> answer(RequestParser& parser, HttpRequest request);
  /// True once the answer is with the kernel.
  Task<bool> send(HttpResponse response, bool keep_alive, bool http_1_0, bool head_only);
  /// The same for a body that is made while it is sent.
  Task<bool> send_streamed(StreamedAnswer answer, bool keep_alive, bool http_1_0, bool head_only);
  /// Tells the peer that this is the end, rather than leaving it with a cut.
  Task<void> end_in_order();
  Task<void> serve_web_socket(const HttpRequest& request, WebSocketUpgrade upgrade);

  const Executor executor_;
  std::shared_ptr<const HttpServerOptions> options_;
  std::shared_ptr<const HttpHandler> handler_;
  Peer peer_;
  std::unique_ptr<ByteStream> stream_;
  Deadline deadline_;
  std::string received_;  ///< read and not yet taken by the parser
  std::string head_;      ///< of an answer; kept for its capacity
  bool idle_ = true;      ///< no byte of a request has come since the last answer
  bool finishing_ = false;
  std::optional<WebSocket> web_socket_;
};

}  // namespace berth::net
