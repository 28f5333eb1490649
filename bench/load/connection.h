// One connection of the load client: sends a request, reads the whole answer, tells how long it
// took.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace berth::bench {

/// An HTTP/1.1 connection without blocking, made anew where the server closes it after an answer.
/// Throws std::runtime_error where the server is
/// away or does not answer as HTTP.
class Connection {
 public:
  using Clock = std::chrono::steady_clock;

  /// Registered with the epoll instance `poll`, with itself as data.
  Connection(int poll, std::string address, std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Starts the next request; `bytes` must live until the answer is there.
  void send(std::string_view bytes);
  /// Reads what is there; true when the answer is whole.
  bool receive();

  /// No more requests: what the server does with the connection is no longer of interest.
  void finish();

  int status() const { return status_; }
  const std::string& answer() const { return received_; }
  Clock::duration latency() const { return latency_; }

 private:
  void open();
  void read_head();

  int poll_;
  std::string address_;
  std::uint16_t port_;
  int socket_ = -1;
  bool closing_ = false;  ///< the server closes after this answer
  std::string received_;
  std::size_t head_size_ = 0;  ///< 0 until the blank line is there
  std::size_t body_size_ = 0;
  int status_ = 0;
  Clock::time_point began_;
  Clock::duration latency_{};
};

}  // namespace berth::bench
