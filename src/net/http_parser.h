// From bytes to messages: Beast's parser writing straight into Berth's own types.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "net/http.h"

namespace berth::net {

struct ParserLimits {
  std::size_t header_bytes_max = 64 * 1024;  ///< start line, fields and trailers together
  std::size_t body_bytes_max = 16 * 1024 * 1024;
};

enum class ParseStatus {
  kMore,            ///< needs more bytes
  kDone,            ///< one whole message; what is left belongs to the next
  kMalformed,       ///< answered with 400
  kHeaderTooLarge,  ///< 431
  kBodyTooLarge,    ///< 413
  kStopped,         ///< the receiver of the body wants no more
};

/// Reads requests, one after the other.
class RequestParser {
 public:
  explicit RequestParser(ParserLimits limits);
  ~RequestParser();

  /// Starts on a new message, which is written into `request`.
  void start(HttpRequest& request);
  /// Takes from the front of `bytes`; `taken` says how many. Call again with the rest and more.
  ParseStatus put(std::string_view bytes, std::size_t& taken);
  bool header_done() const;
  /// Valid once the header is done.
  bool keep_alive() const;
  bool is_http_1_0() const;
  bool is_upgrade() const;
  bool expects_continue() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads one answer.
class ResponseParser {
 public:
  /// `on_data`, where given, gets the body instead of `response`; false ends with kStopped.
  ResponseParser(ParserLimits limits, HttpResponse& response,
                 std::function<bool(std::string_view)> on_data, bool head_request);
  ~ResponseParser();

  ParseStatus put(std::string_view bytes, std::size_t& taken);
  /// The connection ended: kDone where that is how this message ends.
  ParseStatus put_end();
  bool keep_alive() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::net
