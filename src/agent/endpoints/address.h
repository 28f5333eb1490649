// The address that containers ask: on `lo` while the agent runs, gone afterwards.
#pragma once

#include <string>

#include "base/result.h"

namespace berth::agent {

/// Holds an IPv4 address on `lo`. One that was there before (an administrator's grant) is used and
/// left. One that a killed process of this data dir had added is taken over: a mark says so.
class EndpointAddress {
 public:
  /// Faults: "AccessDenied", whose message holds the command that grants it, "NetlinkError",
  /// "InvalidAddress", "IoError".
  static Result<EndpointAddress> acquire(const std::string& address, const std::string& data_dir);

  /// Takes the address away, if it is ours, and the mark. What fails is logged.
  void release();
  /// True where release() takes it away.
  bool added_by_us() const { return ours_; }

 private:
  std::string address_;
  std::string mark_path_;
  bool ours_ = false;
};

/// The command that lets this executable add addresses and take ports below 1024.
std::string grant_command();

}  // namespace berth::agent
