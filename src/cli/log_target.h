// What `berth logs` is asked for: a task, or a log group and perhaps one of its streams.
#pragma once

#include <string>

#include "base/result.h"

namespace berth::cli {

/// What a user named. `group` is empty where it is a task.
struct LogTarget {
  std::string task;  ///< id or ARN; empty: the newest
  std::string group;
  std::string stream;  ///< empty: all of the group
  std::string region;  ///< of a log group's ARN, or empty
};

/// A task's ARN, or its id (32 hexadecimal digits, or a UUID of old); everything else is a log
/// group: NAME, NAME:STREAM, or an ARN with or without `:*` and `:log-stream:NAME`. Names of groups
/// have no colon, so "NAME:" is a group whatever it looks like. Fault "InvalidOption".
Result<LogTarget> parse_log_target(const std::string& text);

/// The same where only a group makes sense.
Result<LogTarget> parse_group_target(const std::string& text);

}  // namespace berth::cli
