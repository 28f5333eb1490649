// From a process to the container that it runs in, by its control group.
#include "agent/credentials/container_id.h"

#include <algorithm>

namespace berth::agent {
namespace {

constexpr std::size_t kIdDigits = 64;
constexpr std::string_view kScope = ".scope";

bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// "<id>", "docker-<id>.scope", "libpod-<id>.scope"
std::string_view id_in_segment(std::string_view segment) {
  if (segment.size() > kScope.size() && segment.substr(segment.size() - kScope.size()) == kScope) {
    segment.remove_suffix(kScope.size());
    const auto dash = segment.rfind('-');
    if (dash != std::string_view::npos) segment.remove_prefix(dash + 1);
  }
  const bool is_id =
      segment.size() == kIdDigits && std::all_of(segment.begin(), segment.end(), is_hex_digit);
  return is_id ? segment : std::string_view();
}

std::string_view innermost_id(std::string_view path) {
  while (!path.empty()) {
    const auto slash = path.rfind('/');
    const auto start = slash == std::string_view::npos ? 0 : slash + 1;
    const auto id = id_in_segment(path.substr(start));
    if (!id.empty()) return id;
    path = path.substr(0, start == 0 ? 0 : start - 1);
  }
  return {};
}

}  // namespace

std::string container_id_of_cgroups(std::string_view cgroup_file) {
  while (!cgroup_file.empty()) {
    const auto end = std::min(cgroup_file.find('\n'), cgroup_file.size());
    std::string_view line = cgroup_file.substr(0, end);
    cgroup_file.remove_prefix(std::min(end + 1, cgroup_file.size()));
    // hierarchy:controllers:path, where the path may hold colons.
    for (int field = 0; field < 2; ++field) {
      const auto colon = line.find(':');
      line = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    }
    const auto id = innermost_id(line);
    if (!id.empty()) return std::string(id);
  }
  return {};
}

}  // namespace berth::agent
