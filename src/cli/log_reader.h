// Reads the log streams of a task, page by page, in the order of time.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "aws/models/logs.h"
#include "base/result.h"
#include "cli/log_lines.h"
#include "cli/task_logs.h"
#include "client/aws_client.h"
#include "net/asio.h"

namespace berth::cli {

/// Which part of a stream is wanted.
struct LogWindow {
  std::optional<std::int64_t> since_ms;  ///< not what is older
  std::optional<std::size_t> tail;       ///< at first not more than the last so many
};

/// One stream, read forwards to its end and, later, on from there. Use from one io_context; `logs`
/// outlives it.
class LogReader {
 public:
  LogReader(client::AwsClient& logs, LogSource source, LogWindow window);

  /// Reads until a line is there. False where none is: at the end, which stays so until resume().
  /// A stream that is not there has no line; see is_found().
  net::Task<Result<bool>> fill();
  const LogLine& front() const { return lines_.front(); }
  void pop() { lines_.pop_front(); }
  /// Looks for what was written since the end.
  void resume() { at_end_ = false; }

  LogSource& source() { return source_; }
  const LogSource& source() const { return source_; }
  /// The stream was there when it was last read.
  bool is_found() const { return is_found_; }

 private:
  using Page = aws::logs::GetLogEventsResponse;

  aws::logs::GetLogEventsRequest request() const;
  net::Task<Result<Page>> read(aws::logs::GetLogEventsRequest request);
  net::Task<Result<void>> read_forward();
  net::Task<Result<void>> read_tail(std::size_t count);
  std::vector<LogLine> lines_of(Page& page) const;

  client::AwsClient& logs_;
  LogSource source_;
  LogWindow window_;
  std::deque<LogLine> lines_;
  std::optional<std::string> token_;
  bool at_end_ = false;
  bool is_found_ = false;
};

/// Hands on what there is of all streams up to their ends, the oldest line first; `take` returns
/// false to stop. `readers` outlives the call.
net::Task<Result<void>> read_merged(std::vector<LogReader>& readers,
                                    std::function<bool(const LogLine&)> take);

}  // namespace berth::cli
