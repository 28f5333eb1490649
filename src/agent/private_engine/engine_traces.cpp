// Cleans up mounts, control groups and folders after an engine.
#include "agent/private_engine/engine_traces.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

#include <spdlog/spdlog.h>
#include <sys/mount.h>

#include "agent/endpoints/rtnetlink.h"

namespace berth::agent {
namespace {

namespace fs = std::filesystem;

/// The inner ones first. The key is a file that Engine 20.10 writes wherever its settings are.
constexpr std::array<const char*, 7> kSharedPaths = {
    "/etc/docker/key.json", "/etc/docker",     "/run/docker/plugins",          "/run/docker",
    "/run/containerd/s",    "/run/containerd", "/sys/fs/cgroup/systemd/docker"};

/// Spaces and such are written as \040 in mountinfo.
std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      out.push_back(static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                                      (text[i + 3] - '0')));
      i += 3;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::vector<std::string> mounts_below(const std::string& folder) {
  std::ifstream table("/proc/self/mountinfo");
  std::vector<std::string> found;
  std::string line;
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    std::string id, parent, device, root, point;
    fields >> id >> parent >> device >> root >> point;
    point = unescape(point);
    if (point == folder || point.rfind(folder + "/", 0) == 0) found.push_back(point);
  }
  return found;
}

/// Every folder of that name directly below a hierarchy's root (cgroup v1) or the root (v2).
std::vector<fs::path> control_groups(const std::string& name) {
  const fs::path root = "/sys/fs/cgroup";
  std::vector<fs::path> candidates = {root / name};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root, error)) {
    if (!entry.is_symlink()) candidates.push_back(entry.path() / name);
  }
  std::vector<fs::path> found;
  for (const auto& candidate : candidates) {
    std::error_code ignored;
    if (fs::is_directory(candidate, ignored)) found.push_back(candidate);
  }
  return found;
}

/// The groups below `top` and itself, the innermost first.
std::vector<fs::path> innermost_first(const fs::path& top) {
  std::vector<fs::path> groups = {top};
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(top, error)) {
    std::error_code ignored;
    if (entry.is_directory(ignored)) groups.push_back(entry.path());
  }
  std::reverse(groups.begin(), groups.end());
  return groups;
}

bool kill_members(const fs::path& group) {
  std::ifstream members(group / "cgroup.procs");
  bool any = false;
  for (pid_t pid = 0; members >> pid;) {
    any = true;
    ::kill(pid, SIGKILL);
  }
  return any;
}

bool try_to_remove(const fs::path& top) {
  bool busy = false;
  for (const auto& group : innermost_first(top)) {
    busy = kill_members(group) || busy;
    std::error_code error;
    fs::remove(group, error);
    busy = busy || static_cast<bool>(error);
  }
  return !busy;
}

bool overlaps(std::uint32_t a, int a_bits, std::uint32_t b, int b_bits) {
  const int bits = std::min(a_bits, b_bits);
  return bits == 0 || (a >> (32 - bits)) == (b >> (32 - bits));
}

}  // namespace

std::vector<std::string> missing_shared_paths() {
  std::vector<std::string> missing;
  for (const char* path : kSharedPaths) {
    std::error_code error;
    if (!fs::exists(path, error)) missing.emplace_back(path);
  }
  return missing;
}

void remove_shared_paths(const std::vector<std::string>& paths) {
  for (const char* known : kSharedPaths) {
    if (std::find(paths.begin(), paths.end(), known) == paths.end()) continue;
    std::error_code ignored;
    fs::remove(known, ignored);  // a folder only if it is empty: another engine may have come
  }
}

void unmount_below(const std::string& folder) {
  auto mounts = mounts_below(folder);
  for (auto mount = mounts.rbegin(); mount != mounts.rend(); ++mount) {
    if (::umount2(mount->c_str(), MNT_DETACH) != 0) spdlog::warn("cannot unmount {}", *mount);
  }
}

void remove_folder(const std::string& folder) {
  if (!mounts_below(folder).empty()) {
    spdlog::warn("{} stays: something is mounted below it", folder);
    return;
  }
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) spdlog::warn("{} stays: {}", folder, error.message());
}

void remove_control_group(const std::string& name) {
  for (const auto& top : control_groups(name)) {
    bool removed = false;
    for (int tries = 0; tries < 50 && !removed; ++tries) {
      if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(100));
      removed = try_to_remove(top);
    }
    std::error_code ignored;
    if (fs::exists(top, ignored)) spdlog::warn("control group {} stays", top.string());
  }
}

Result<BridgeNetwork> choose_bridge_network() {
  BERTH_ASSIGN(const auto addresses, rtnetlink::addresses());
  BERTH_ASSIGN(const auto routes, rtnetlink::routes());
  std::vector<BridgeNetwork> candidates;
  for (std::uint32_t second = 17; second <= 31; ++second) {
    candidates.push_back({(172U << 24) + (second << 16) + 1, 16});
  }
  for (std::uint32_t third = 0; third <= 240; third += 16) {
    candidates.push_back({(192U << 24) + (168U << 16) + (third << 8) + 1, 20});
  }
  for (const auto& candidate : candidates) {
    const auto taken = [&](std::uint32_t other, int bits) {
      return overlaps(candidate.gateway, candidate.prefix_bits, other, bits);
    };
    const bool used =
        std::any_of(addresses.begin(), addresses.end(),
                    [&](const auto& held) { return taken(held.address, held.prefix_bits); }) ||
        std::any_of(routes.begin(), routes.end(), [&](const auto& route) {
          return route.prefix_bits > 0 && taken(route.destination, route.prefix_bits);
        });
    if (!used) return candidate;
  }
  return fail(client_fault("NetlinkError", "no private IPv4 network is free for a bridge"));
}

Result<void> prepare_bridge(const std::string& name) {
  const auto made = rtnetlink::add_bridge(name);
  if (!made && made.error().code != "AlreadyExists") return made;
  BERTH_ASSIGN(const auto links, rtnetlink::links());
  BERTH_ASSIGN(const auto addresses, rtnetlink::addresses());
  const auto link = std::find_if(links.begin(), links.end(),
                                 [&](const auto& candidate) { return candidate.name == name; });
  if (link == links.end()) {
    return fail(server_fault("NetlinkError", "bridge " + name + " is gone again"));
  }
  const bool addressed = std::any_of(addresses.begin(), addresses.end(), [&](const auto& address) {
    return address.link == link->index;
  });
  if (addressed) return {};
  BERTH_ASSIGN(const auto network, choose_bridge_network());
  BERTH_TRY(rtnetlink::add_address({link->index, network.gateway, network.prefix_bits}));
  return {};
}

}  // namespace berth::agent
