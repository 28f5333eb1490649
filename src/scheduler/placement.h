// Where tasks go: RunTask's question to a snapshot of a cluster, answered without touching
// anything.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/expression.h"

namespace berth::scheduler {

/// Attributes by name; the value is empty for those without one.
using Attributes = std::map<std::string, std::string, std::less<>>;

/// A container instance as it stands.
struct Instance {
  std::string arn;
  std::string id;      ///< the ARN's last part
  bool active = true;  ///< neither draining nor deregistered
  bool agent_connected = true;
  std::shared_ptr<const Attributes> attributes;  ///< shared by instances with equal sets
  std::int32_t remaining_cpu = 0;                ///< CPU units
  std::int32_t remaining_memory_mib = 0;
  std::vector<std::int32_t> taken_tcp_ports;  ///< by the machine or by tasks
  std::vector<std::int32_t> taken_udp_ports;
  std::int32_t tasks = 0;        ///< that have not stopped
  std::int32_t group_tasks = 0;  ///< those of them in the request's group
};

/// An attribute that an instance must have, with any value where none is given.
struct RequiredAttribute {
  std::string name;
  std::optional<std::string> value;
};

/// What to prefer; the first that tells two instances apart decides.
struct Strategy {
  enum class Kind {
    kRandom,
    kSpread,         ///< fewest tasks with an equal value of the attribute `field`
    kSpreadHosts,    ///< fewest tasks on the instance
    kBinpackCpu,     ///< least CPU left
    kBinpackMemory,  ///< least memory left
  };
  Kind kind = Kind::kRandom;
  std::string field;
};

/// What one task needs, and how many of it are wanted.
struct Request {
  std::vector<RequiredAttribute> requires_attributes;
  std::int32_t cpu = 0;
  std::int32_t memory_mib = 0;
  std::vector<std::int32_t> tcp_ports;  ///< fixed host ports
  std::vector<std::int32_t> udp_ports;
  std::vector<Expression> member_of;  ///< all must match
  bool distinct_instance = false;     ///< no two tasks of the group on one instance
  std::vector<Strategy> strategies;   ///< none: across availability zones, then across instances
  std::int32_t count = 1;
};

/// Why an instance does not take a task, in AWS's words: "AGENT", "INACTIVE", "ATTRIBUTE",
/// "RESOURCE:CPU", "RESOURCE:MEMORY", "RESOURCE:PORTS", or a sentence about a placement constraint.
struct Refusal {
  std::string arn;
  std::string reason;
  std::string detail;  ///< the missing attribute's name, else empty
};

struct Plan {
  /// Indexes into the snapshot, one a task, in the order of placement.
  std::vector<std::size_t> chosen;
  /// Where fewer than `count` were placed: one for each instance, after those that were.
  std::vector<Refusal> refusals;
};

/// Why `instance` cannot take one task of `request` now, or nothing where it can.
std::optional<Refusal> refusal_of(const Instance& instance, const Request& request);

/// Takes what a task of `request` needs from `instance`.
void take(Instance& instance, const Request& request);

/// Places up to `request.count` tasks. `seed` decides between instances that are equally good;
/// equal arguments give equal plans. Every placed task fits on what those before it have left.
Plan place(std::vector<Instance> snapshot, const Request& request, std::uint64_t seed);

}  // namespace berth::scheduler
