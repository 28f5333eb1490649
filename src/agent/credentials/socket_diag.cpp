// One connection's socket, asked of the kernel by sock_diag(7).
#include "agent/credentials/socket_diag.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace berth::agent {
namespace {

struct Question {
  nlmsghdr header;
  inet_diag_req_v2 request;
};

class NetlinkSocket {
 public:
  NetlinkSocket() : fd_(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}
  NetlinkSocket(const NetlinkSocket&) = delete;
  NetlinkSocket& operator=(const NetlinkSocket&) = delete;
  ~NetlinkSocket() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

bool fill_ends(const net::Peer& peer, inet_diag_sockid& id) {
  id.idiag_sport = htons(peer.port);
  id.idiag_dport = htons(peer.local_port);
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return ::inet_pton(AF_INET, peer.address.c_str(), id.idiag_src) == 1 &&
         ::inet_pton(AF_INET, peer.local_address.c_str(), id.idiag_dst) == 1;
}

std::optional<std::uint64_t> read_answer(const char* bytes, std::size_t size) {
  nlmsghdr header;
  if (size < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes, sizeof(header));
  if (header.nlmsg_type == NLMSG_ERROR && size >= NLMSG_HDRLEN + sizeof(nlmsgerr)) {
    nlmsgerr error;
    std::memcpy(&error, bytes + NLMSG_HDRLEN, sizeof(error));
    if (error.error == -ENOENT) return 0;
    return std::nullopt;
  }
  if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY || size < NLMSG_HDRLEN + sizeof(inet_diag_msg)) {
    return std::nullopt;
  }
  inet_diag_msg message;
  std::memcpy(&message, bytes + NLMSG_HDRLEN, sizeof(message));
  return message.idiag_inode;
}

}  // namespace

std::optional<std::uint64_t> ask_socket_inode(const net::Peer& peer) {
  Question question{};
  question.header.nlmsg_len = sizeof(question);
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST;
  question.request.sdiag_family = AF_INET;
  question.request.sdiag_protocol = IPPROTO_TCP;
  question.request.idiag_states = ~0U;
  if (!fill_ends(peer, question.request.id)) return std::nullopt;
  const NetlinkSocket socket;
  if (socket.get() < 0) return std::nullopt;
  if (::send(socket.get(), &question, sizeof(question), 0) != sizeof(question)) return std::nullopt;
  std::array<char, 4096> answer;
  // The kernel has put the answer into the queue before send() returns.
  const auto size = ::recv(socket.get(), answer.data(), answer.size(), MSG_DONTWAIT);
  if (size < 0) return std::nullopt;
  return read_answer(answer.data(), static_cast<std::size_t>(size));
}

}  // namespace berth::agent
