// Plain sockets: a library's own work would be counted against the server on so few cores.
#include "load/connection.h"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace berth::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

/// The value of `name` (in lower case, with its colon) in a head, or nothing.
std::string_view field(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
    if (line.size() > name.size() && strncasecmp(line.data(), name.data(), name.size()) == 0) {
      return line.substr(line.find_first_not_of(' ', name.size()));
    }
    if (line.empty()) break;
  }
  return {};
}

}  // namespace

Connection::Connection(int poll, std::string address, std::uint16_t port)
    : poll_(poll), address_(std::move(address)), port_(port) {
  open();
}

void Connection::open() {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) give_up("socket");
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port_);
  if (inet_pton(AF_INET, address_.c_str(), &to.sin_addr) != 1) give_up("address");
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) give_up("connect");
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = this;
  if (epoll_ctl(poll_, EPOLL_CTL_ADD, socket_, &event) != 0) give_up("epoll");
}

Connection::~Connection() {
  finish();
}

void Connection::finish() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
}

void Connection::send(std::string_view bytes) {
  received_.clear();
  head_size_ = 0;
  began_ = Clock::now();
  if (closing_) {
    close(socket_);
    closing_ = false;
    open();
  }
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR) give_up("send");
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool Connection::receive() {
  char buffer[65536];
  const ssize_t size = recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (size < 0) give_up("receive");
  if (size == 0) throw std::runtime_error("the server closed the connection");
  received_.append(buffer, static_cast<std::size_t>(size));
  if (head_size_ == 0) read_head();
  if (head_size_ == 0 || received_.size() < head_size_ + body_size_) return false;
  latency_ = Clock::now() - began_;
  return true;
}

void Connection::read_head() {
  const std::size_t end = received_.find("\r\n\r\n");
  if (end == std::string::npos) return;
  head_size_ = end + 4;
  const std::string_view head = std::string_view(received_).substr(0, head_size_);
  const std::string_view length = field(head, "content-length:");
  if (head.size() < 12 || length.empty()) throw std::runtime_error("not an answer with a length");
  closing_ = field(head, "connection:") == "close";
  std::from_chars(head.data() + 9, head.data() + 12, status_);
  std::from_chars(length.data(), length.data() + length.size(), body_size_);
}

}  // namespace berth::bench
