// What `berth logs` prints the log of: where its lines are, and how long there may be more.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "cli/endpoint.h"
#include "cli/log_target.h"
#include "cli/task_logs.h"
#include "net/asio.h"

namespace berth::cli {

/// Use from one io_context.
class LogSubject {
 public:
  virtual ~LogSubject() = default;

  /// The places of its lines, at least one. Faults as those of task_logs.h.
  virtual net::Task<Result<std::vector<LogSource>>> find() = 0;
  /// Looks for what it has come to; fills in what is now known of `source`s.
  virtual net::Task<Result<void>> refresh(std::vector<LogSource*> sources) = 0;
  /// No line will come any more. Asked before the lines are read.
  virtual bool is_settled() = 0;
  /// Its log may be made later.
  virtual bool is_waited_for() const = 0;
  /// Why there is no log where none of its sources was found.
  virtual Fault why_nothing(const LogSource& source) const = 0;
  /// What is to be said after the last line, or empty.
  virtual std::string epilogue() const { return {}; }
};

/// A task: its containers' streams, until `delivery_time` after it has stopped. `clients` and
/// `clock` outlive it.
std::unique_ptr<LogSubject> make_task_subject(RegionalClients& clients, const Clock& clock,
                                              TaskName name, std::string container,
                                              std::chrono::milliseconds delivery_time);

/// A log group, or one stream of it: has no end.
std::unique_ptr<LogSubject> make_group_subject(LogTarget target);

}  // namespace berth::cli
