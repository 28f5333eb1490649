// From a process to the container that it runs in, by its control group.
#pragma once

#include <string>
#include <string_view>

namespace berth::agent {

/// The 64 hexadecimal digits of the container that a /proc/<pid>/cgroup speaks of, or empty where
/// the process is in none. Takes what Docker makes of it, in control groups of either version and
/// under any parent: "/docker/<id>", "/system.slice/docker-<id>.scope", "/parent/<id>", and control
/// groups inside of these. Of containers within containers it is the innermost.
std::string container_id_of_cgroups(std::string_view cgroup_file);

}  // namespace berth::agent
