// The body of an answer that is made while it is sent.
#pragma once

#include <chrono>
#include <string>

#include "net/byte_stream.h"
#include "net/deadline.h"
#include "net/http_server.h"

namespace berth::net {

struct StreamedBodyOptions {
  std::chrono::milliseconds timeout;  ///< for one piece to be taken by the client
  bool chunked;                       ///< for HTTP/1.1
  const bool& finishing;              ///< the connection's server stops
};

/// Of one connection, which outlives it; so do `stream` and `deadline`.
class StreamedBody final : public BodyWriter {
 public:
  StreamedBody(ByteStream& stream, Deadline& deadline, StreamedBodyOptions options)
      : stream_(stream), deadline_(deadline), options_(options) {}

  /// Sends the head.
  Task<bool> begin(std::string head);
  Task<bool> write(std::string piece) override;
  bool is_ending() const override { return broken_ || options_.finishing; }
  /// Sends what ends the body; true where the client has all of it.
  Task<bool> end();

 private:
  Task<bool> send(std::string bytes);

  ByteStream& stream_;
  Deadline& deadline_;
  StreamedBodyOptions options_;
  bool broken_ = false;
};

}  // namespace berth::net
