// Messages with their length in front.
#include "net/message_stream.h"

#include <array>

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

namespace berth::net {

Task<std::optional<std::string>> read_message(TcpSocket& socket, std::size_t bytes_max) {
  std::array<unsigned char, 2> length{};
  ErrorCode error;
  co_await asio::async_read(socket, asio::buffer(length), asio::redirect_error(kAwait, error));
  const std::size_t size = static_cast<std::size_t>(length[0]) << 8 | length[1];
  if (error || size > bytes_max) co_return std::nullopt;
  std::string message(size, '\0');
  co_await asio::async_read(socket, asio::buffer(message), asio::redirect_error(kAwait, error));
  if (error) co_return std::nullopt;
  co_return message;
}

Task<bool> write_message(TcpSocket& socket, std::string message) {
  const std::size_t size = message.size();
  if (size > 0xffff) co_return false;
  message.insert(0, {static_cast<char>(size >> 8), static_cast<char>(size & 0xff)});
  ErrorCode error;
  co_await asio::async_write(socket, asio::buffer(message), asio::redirect_error(kAwait, error));
  co_return !error;
}

}  // namespace berth::net
