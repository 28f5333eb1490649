// Reads logs page by page, in the order of time.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "base/result.h"
#include "cli/log_lines.h"
#include "cli/task_logs.h"
#include "net/asio.h"

namespace berth::cli {

/// The lines of one source, read to their end and, later, on from there. Use from one io_context.
class LogReader {
 public:
  virtual ~LogReader() = default;

  /// Reads until a line is there. False where none is: at the end, which stays so until resume().
  /// A stream or group that is not there has no line; see is_found().
  net::Task<Result<bool>> fill();
  const LogLine& front() const { return lines_.front(); }
  void pop() { lines_.pop_front(); }
  /// Looks for what was written since the end.
  void resume() { at_end_ = false; }

  LogSource& source() { return source_; }
  /// The source was there when it was last read.
  bool is_found() const { return is_found_; }

 protected:
  explicit LogReader(LogSource source) : source_(std::move(source)) {}

  /// Reads the next page into `lines_`, and sets `is_found_` and, behind the last page, `at_end_`.
  virtual net::Task<Result<void>> read() = 0;

  LogSource source_;
  std::deque<LogLine> lines_;
  bool at_end_ = false;
  bool is_found_ = false;
};

using LogReaders = std::vector<std::unique_ptr<LogReader>>;

/// Hands on what there is of all sources up to their ends, the oldest line first; `take` returns
/// false to stop. `readers` outlives the call.
net::Task<Result<void>> read_merged(LogReaders& readers, std::function<bool(const LogLine&)> take);

}  // namespace berth::cli
