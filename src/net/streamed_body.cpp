// The body of an answer that is made while it is sent.
#include "net/streamed_body.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace berth::net {

Task<bool> StreamedBody::begin(std::string head) {
  const bool sent = co_await send(std::move(head));
  co_return sent;
}

Task<bool> StreamedBody::write(std::string piece) {
  // An empty chunk would be the last one.
  if (piece.empty()) co_return !broken_;
  if (options_.chunked) piece = fmt::format("{:x}\r\n", piece.size()) + piece + "\r\n";
  const bool sent = co_await send(std::move(piece));
  co_return sent;
}

Task<bool> StreamedBody::end() {
  if (!options_.chunked) co_return !broken_;
  const bool sent = co_await send("0\r\n\r\n");
  co_return sent;
}

Task<bool> StreamedBody::send(std::string bytes) {
  if (broken_) co_return false;
  const std::array<asio::const_buffer, 2> buffers{asio::buffer(bytes), asio::const_buffer()};
  deadline_.expires_after(options_.timeout);
  ErrorCode error;
  co_await stream_.write(buffers, error);
  deadline_.clear();
  broken_ = static_cast<bool>(error);
  co_return !broken_;
}

}  // namespace berth::net
