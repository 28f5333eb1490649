// Speaks rtnetlink (RFC 3549): one request, its answers, a socket each time.
#include "agent/endpoints/rtnetlink.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

namespace berth::agent::rtnetlink {
namespace {

/// A netlink message under construction: header, a fixed part, attributes.
class Message {
 public:
  Message(std::uint16_t type, std::uint16_t flags, const void* fixed, std::size_t fixed_size) {
    bytes_.resize(NLMSG_LENGTH(fixed_size));
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags);
    header.nlmsg_seq = 1;
    std::memcpy(bytes_.data(), &header, sizeof header);
    std::memcpy(bytes_.data() + NLMSG_HDRLEN, fixed, fixed_size);
  }

  void add(std::uint16_t type, const void* data, std::size_t size) {
    bytes_.resize(NLMSG_ALIGN(bytes_.size()));
    const std::size_t at = bytes_.size();
    bytes_.resize(at + RTA_LENGTH(size));
    const rtattr attribute{static_cast<std::uint16_t>(RTA_LENGTH(size)), type};
    std::memcpy(bytes_.data() + at, &attribute, sizeof attribute);
    std::memcpy(bytes_.data() + at + RTA_LENGTH(0), data, size);
  }
  void add(std::uint16_t type, const std::string& text) {
    add(type, text.c_str(), text.size() + 1);
  }

  const std::string& finish() {
    const auto size = static_cast<std::uint32_t>(bytes_.size());
    std::memcpy(bytes_.data(), &size, sizeof size);  // nlmsg_len is the first member
    return bytes_;
  }

 private:
  std::string bytes_;
};

class NetlinkSocket {
 public:
  explicit NetlinkSocket(std::uint32_t groups = 0) {
    fd_ = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    sockaddr_nl local{};
    local.nl_family = AF_NETLINK;
    local.nl_groups = groups;
    if (fd_ >= 0 && ::bind(fd_, reinterpret_cast<const sockaddr*>(&local), sizeof local) != 0) {
      ::close(fd_);
      fd_ = -1;
    }
  }
  ~NetlinkSocket() {
    if (fd_ >= 0) ::close(fd_);
  }
  NetlinkSocket(const NetlinkSocket&) = delete;
  NetlinkSocket& operator=(const NetlinkSocket&) = delete;

  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

Fault netlink_fault(const char* what, int error) {
  const bool denied = error == EPERM || error == EACCES;
  return client_fault(denied ? "AccessDenied" : "NetlinkError",
                      fmt::format("{}: {}", what, std::strerror(error)));
}

/// Hands each message of one datagram to `on_message` until the end of the answer. Returns an
/// errno, or -1 to read on.
int walk(const char* data, std::size_t size,
         const std::function<void(const nlmsghdr&)>& on_message) {
  auto left = static_cast<unsigned>(size);
  for (auto* header = reinterpret_cast<const nlmsghdr*>(data); NLMSG_OK(header, left);
       header = NLMSG_NEXT(header, left)) {
    if (header->nlmsg_type == NLMSG_DONE) return 0;
    if (header->nlmsg_type == NLMSG_ERROR) {
      return -static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;
    }
    on_message(*header);
  }
  return -1;
}

/// Sends the request and reads its answer to the end; the result is an errno, 0 on success.
int exchange(Message& message, const std::function<void(const nlmsghdr&)>& on_message) {
  const NetlinkSocket socket;
  if (socket.get() < 0) return errno;
  const std::string& bytes = message.finish();
  if (::send(socket.get(), bytes.data(), bytes.size(), 0) < 0) return errno;
  alignas(nlmsghdr) std::array<char, 65536> buffer;
  while (true) {
    const ssize_t size = ::recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return size < 0 ? errno : EIO;
    const int outcome = walk(buffer.data(), static_cast<std::size_t>(size), on_message);
    if (outcome >= 0) return outcome;
  }
}

using OnAttribute = std::function<void(std::uint16_t type, const void* data, std::size_t size)>;

void each_attribute(const rtattr* first, std::size_t size, const OnAttribute& on_attribute) {
  auto left = static_cast<unsigned>(size);
  for (auto* attribute = first; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
    on_attribute(attribute->rta_type & NLA_TYPE_MASK, RTA_DATA(attribute), RTA_PAYLOAD(attribute));
  }
}

std::string text_of(const void* data, std::size_t size) {
  const auto* text = static_cast<const char*>(data);
  return std::string(text, ::strnlen(text, size));
}

int int_of(const void* data) {
  int value = 0;
  std::memcpy(&value, data, sizeof value);
  return value;
}

std::uint32_t address_of(const void* data) {
  std::uint32_t value = 0;
  std::memcpy(&value, data, sizeof value);
  return ntohl(value);
}

Link read_link(const nlmsghdr& header) {
  const auto* info = static_cast<const ifinfomsg*>(NLMSG_DATA(&header));
  Link link;
  link.index = info->ifi_index;
  link.up = (info->ifi_flags & IFF_UP) != 0;
  each_attribute(IFLA_RTA(info), IFLA_PAYLOAD(&header), [&](auto type, auto* data, auto size) {
    if (type == IFLA_IFNAME) link.name = text_of(data, size);
    if (type == IFLA_MASTER) link.master = int_of(data);
    if (type != IFLA_LINKINFO) return;
    each_attribute(static_cast<const rtattr*>(data), size, [&](auto inner, auto* value, auto n) {
      if (inner == IFLA_INFO_KIND) link.kind = text_of(value, n);
    });
  });
  return link;
}

Message address_message(std::uint16_t type, std::uint16_t flags, const Address& address) {
  ifaddrmsg info{};
  info.ifa_family = AF_INET;
  info.ifa_prefixlen = static_cast<std::uint8_t>(address.prefix_bits);
  // A host's address alone is never the source of what leaves the machine.
  info.ifa_scope = address.prefix_bits == 32 ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
  info.ifa_index = static_cast<std::uint32_t>(address.link);
  Message message(type, static_cast<std::uint16_t>(NLM_F_ACK | flags), &info, sizeof info);
  const std::uint32_t wire = htonl(address.address);
  message.add(IFA_LOCAL, &wire, sizeof wire);
  message.add(IFA_ADDRESS, &wire, sizeof wire);
  return message;
}

}  // namespace

Result<std::vector<Link>> links() {
  const ifinfomsg info{};
  Message message(RTM_GETLINK, NLM_F_DUMP, &info, sizeof info);
  std::vector<Link> found;
  const int error = exchange(message, [&](const nlmsghdr& header) {
    if (header.nlmsg_type == RTM_NEWLINK) found.push_back(read_link(header));
  });
  if (error != 0) return fail(netlink_fault("cannot list network interfaces", error));
  return found;
}

Result<std::vector<Address>> addresses() {
  ifaddrmsg info{};
  info.ifa_family = AF_INET;
  Message message(RTM_GETADDR, NLM_F_DUMP, &info, sizeof info);
  std::vector<Address> found;
  const int error = exchange(message, [&](const nlmsghdr& header) {
    if (header.nlmsg_type != RTM_NEWADDR) return;
    const auto* part = static_cast<const ifaddrmsg*>(NLMSG_DATA(&header));
    Address address{static_cast<int>(part->ifa_index), 0, part->ifa_prefixlen};
    each_attribute(IFA_RTA(part), IFA_PAYLOAD(&header), [&](auto type, auto* data, auto size) {
      if (type == IFA_LOCAL && size == sizeof address.address) address.address = address_of(data);
    });
    found.push_back(address);
  });
  if (error != 0) return fail(netlink_fault("cannot list network addresses", error));
  return found;
}

Result<std::vector<Route>> routes() {
  rtmsg info{};
  info.rtm_family = AF_INET;
  Message message(RTM_GETROUTE, NLM_F_DUMP, &info, sizeof info);
  std::vector<Route> found;
  const int error = exchange(message, [&](const nlmsghdr& header) {
    if (header.nlmsg_type != RTM_NEWROUTE) return;
    const auto* part = static_cast<const rtmsg*>(NLMSG_DATA(&header));
    if (part->rtm_table != RT_TABLE_MAIN) return;
    Route route{0, part->rtm_dst_len};
    each_attribute(RTM_RTA(part), RTM_PAYLOAD(&header), [&](auto type, auto* data, auto size) {
      if (type == RTA_DST && size == sizeof route.destination) route.destination = address_of(data);
    });
    found.push_back(route);
  });
  if (error != 0) return fail(netlink_fault("cannot list routes", error));
  return found;
}

Result<bool> add_address(const Address& address) {
  Message message = address_message(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, address);
  const int error = exchange(message, [](const nlmsghdr&) {});
  if (error == EEXIST) return false;
  if (error != 0) return fail(netlink_fault("cannot add a network address", error));
  return true;
}

Result<bool> remove_address(const Address& address) {
  Message message = address_message(RTM_DELADDR, 0, address);
  const int error = exchange(message, [](const nlmsghdr&) {});
  if (error == EADDRNOTAVAIL || error == ENODEV) return false;
  if (error != 0) return fail(netlink_fault("cannot remove a network address", error));
  return true;
}

Result<void> add_bridge(const std::string& name) {
  ifinfomsg info{};
  info.ifi_flags = IFF_UP;
  info.ifi_change = IFF_UP;
  Message message(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &info, sizeof info);
  message.add(IFLA_IFNAME, name);
  // One nested attribute: the kind, padded by the inner header's own alignment.
  struct {
    rtattr header;
    std::array<char, 8> kind;
  } kind{{RTA_LENGTH(7), IFLA_INFO_KIND}, {'b', 'r', 'i', 'd', 'g', 'e', '\0', '\0'}};
  message.add(IFLA_LINKINFO, &kind, sizeof kind);
  const int error = exchange(message, [](const nlmsghdr&) {});
  if (error == EEXIST) return fail(client_fault("AlreadyExists", "interface " + name + " exists"));
  if (error != 0) return fail(netlink_fault(("cannot make bridge " + name).c_str(), error));
  return {};
}

Result<bool> remove_link(const std::string& name) {
  const ifinfomsg info{};
  Message message(RTM_DELLINK, NLM_F_ACK, &info, sizeof info);
  message.add(IFLA_IFNAME, name);
  const int error = exchange(message, [](const nlmsghdr&) {});
  if (error == ENODEV) return false;
  if (error != 0) return fail(netlink_fault(("cannot remove " + name).c_str(), error));
  return true;
}

int open_change_monitor() {
  NetlinkSocket socket(RTMGRP_LINK | RTMGRP_IPV4_IFADDR);
  return socket.release();
}

Result<std::uint32_t> parse_ipv4(const std::string& text) {
  in_addr parsed{};
  if (::inet_pton(AF_INET, text.c_str(), &parsed) != 1) {
    return fail(client_fault("InvalidAddress", "not an IPv4 address: " + text));
  }
  return ntohl(parsed.s_addr);
}

std::string format_ipv4(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, (address >> 16) & 255, (address >> 8) & 255,
                     address & 255);
}

}  // namespace berth::agent::rtnetlink
