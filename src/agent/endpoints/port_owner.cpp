// From a port to a socket's inode, from there to the process that has it open.
#include "agent/endpoints/port_owner.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <unistd.h>

namespace berth::agent {
namespace {

constexpr int kListen = 0x0a;
constexpr int kUdpUnconnected = 0x07;

std::string slurp(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

template <class Number>
bool parse_number(std::string_view text, Number& number, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

/// Addresses are printed as 32-bit words in the machine's own byte order.
std::string read_address(const std::string& hex) {
  std::array<std::uint32_t, 4> words{};
  const std::size_t count = hex.size() / 8;
  if ((count != 1 && count != 4) || hex.size() % 8 != 0) return {};
  for (std::size_t i = 0; i < count; ++i) {
    if (!parse_number(std::string_view(hex).substr(i * 8, 8), words[i], 16)) return {};
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(count == 1 ? AF_INET : AF_INET6, words.data(), text.data(), text.size());
  return text.data();
}

bool stands_in_the_way(const SocketRow& row, const std::string& address, std::uint16_t port) {
  if (row.port != port || !row.listening) return false;
  return row.address == address || row.address == "0.0.0.0" || row.address == "::" ||
         row.address == "::ffff:" + address;
}

bool has_open(const std::filesystem::path& process, const std::string& target) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(process / "fd", error)) {
    std::error_code ignored;
    if (std::filesystem::read_symlink(entry.path(), ignored) == target) return true;
  }
  return false;
}

/// The program's name alone: arguments may hold what is not for a log.
std::string command_of(const std::filesystem::path& process) {
  std::string command = slurp(process / "comm");
  command.erase(std::remove_if(command.begin(), command.end(),
                               [](char c) { return static_cast<unsigned char>(c) < ' '; }),
                command.end());
  return command;
}

void find_process(unsigned long inode, PortOwner& owner) {
  const std::string target = fmt::format("socket:[{}]", inode);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    int pid = 0;
    if (!parse_number(entry.path().filename().string(), pid, 10)) continue;
    if (!has_open(entry.path(), target)) continue;
    owner.pid = pid;
    owner.command = command_of(entry.path());
    return;
  }
}

}  // namespace

std::vector<SocketRow> parse_socket_table(const std::string& text) {
  std::vector<SocketRow> rows;
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string slot, local, remote, state, queues, timer, retransmits, uid, timeout, inode;
    fields >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> uid >>
        timeout >> inode;
    const std::size_t colon = local.find(':');
    SocketRow row;
    int state_number = 0;
    if (colon == std::string::npos || !parse_number(inode, row.inode, 10) ||
        !parse_number(std::string_view(local).substr(colon + 1), row.port, 16) ||
        !parse_number(state, state_number, 16)) {
      continue;
    }
    row.address = read_address(local.substr(0, colon));
    row.listening = state_number == kListen || state_number == kUdpUnconnected;
    if (!row.address.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

std::optional<PortOwner> find_port_owner(Transport transport, const std::string& address,
                                         std::uint16_t port) {
  const std::string table = transport == Transport::kTcp ? "/proc/net/tcp" : "/proc/net/udp";
  for (const auto& path : {table, table + "6"}) {
    for (const auto& row : parse_socket_table(slurp(path))) {
      if (!stands_in_the_way(row, address, port)) continue;
      PortOwner owner{row.address, 0, {}};
      find_process(row.inode, owner);
      return owner;
    }
  }
  return std::nullopt;
}

std::string describe(const PortOwner& owner, std::uint16_t port) {
  const bool v6 = owner.address.find(':') != std::string::npos;
  const std::string where =
      v6 ? fmt::format("[{}]:{}", owner.address, port) : fmt::format("{}:{}", owner.address, port);
  if (owner.pid == 0) return where + " is held by a process of another user (sudo ss -tulnp)";
  return fmt::format("{} is held by process {} ({})", where, owner.pid, owner.command);
}

}  // namespace berth::agent
