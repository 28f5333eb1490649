// What an engine leaves on a machine, and its removal: nothing here that another engine could own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace berth::agent {

/// Paths that every engine shares and makes where they are missing ("/etc/docker", "/run/docker").
/// Those that were missing before ours started are ours to remove.
std::vector<std::string> missing_shared_paths();

/// Removes them again where they are files that an engine makes or folders that have become empty.
void remove_shared_paths(const std::vector<std::string>& paths);

/// Takes off every mount at or below `folder`, the innermost first.
void unmount_below(const std::string& folder);

/// Removes a folder and what is in it, but only if nothing is mounted there any more.
void remove_folder(const std::string& folder);

/// Kills what runs in the control group `name` of any hierarchy, and removes the group.
void remove_control_group(const std::string& name);

/// An IPv4 network for a bridge: of 172.17-31.0.0/16, then 192.168.0-240.0/20, the first that no
/// address or route of this machine touches. Fault "NetlinkError".
struct BridgeNetwork {
  std::uint32_t gateway = 0;
  int prefix_bits = 16;
};
Result<BridgeNetwork> choose_bridge_network();

/// Makes the bridge with an address of its own, or keeps it as it is where it exists.
Result<void> prepare_bridge(const std::string& name);

}  // namespace berth::agent
