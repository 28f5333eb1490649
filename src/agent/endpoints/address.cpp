// Adds and removes the address, and remembers across `kill -9` who had added it.
#include "agent/endpoints/address.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <net/if.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "agent/endpoints/rtnetlink.h"
#include "base/executable.h"
#include "base/file.h"

namespace berth::agent {
namespace {

/// Addresses end with the machine's run: a mark of an earlier one says nothing.
std::string this_boot() {
  return read_file("/proc/sys/kernel/random/boot_id").value_or("");
}

Result<bool> held_by_this_machine(std::uint32_t address) {
  BERTH_ASSIGN(const auto addresses, rtnetlink::addresses());
  return std::any_of(addresses.begin(), addresses.end(),
                     [&](const auto& held) { return held.address == address; });
}

rtnetlink::Address on_loopback(std::uint32_t address) {
  return {static_cast<int>(::if_nametoindex("lo")), address, 32};
}

}  // namespace

std::string grant_command() {
  return "sudo setcap cap_net_admin,cap_net_bind_service+ep " + own_executable();
}

Result<EndpointAddress> EndpointAddress::acquire(const std::string& address,
                                                 const std::string& data_dir) {
  BERTH_ASSIGN(const std::uint32_t number, rtnetlink::parse_ipv4(address));
  EndpointAddress result;
  result.address_ = address;
  result.mark_path_ = data_dir + "/endpoint-address";
  const std::string mark = address + "\n" + this_boot();
  BERTH_ASSIGN(const bool held, held_by_this_machine(number));
  if (held) {
    result.ours_ = read_file(result.mark_path_).value_or("") == mark;
    return result;
  }
  // The mark comes first: killed between the two, the next start finds a mark and no address.
  BERTH_TRY(make_directory(data_dir, 0700));
  BERTH_TRY(write_file_atomically(result.mark_path_, mark, 0600));
  const auto added = rtnetlink::add_address(on_loopback(number));
  if (!added) {
    ::unlink(result.mark_path_.c_str());
    if (added.error().code != "AccessDenied") return fail(added.error());
    return fail(client_fault(
        "AccessDenied",
        fmt::format("Not allowed to add {0} to this machine, where tasks ask for credentials. "
                    "Grant it once: {1} (or only the address: sudo ip address add {0}/32 dev lo)",
                    address, grant_command())));
  }
  result.ours_ = true;
  return result;
}

void EndpointAddress::release() {
  if (!ours_) return;
  ours_ = false;
  const auto number = rtnetlink::parse_ipv4(address_);
  const auto removed =
      number ? rtnetlink::remove_address(on_loopback(*number)) : Result<bool>(fail(number.error()));
  if (!removed) {
    spdlog::error("{} stays on lo: {}", address_, removed.error().message);
    return;
  }
  ::unlink(mark_path_.c_str());
}

}  // namespace berth::agent
