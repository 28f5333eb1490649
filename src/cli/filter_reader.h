// Reads a log group, or one of its streams, with FilterLogEvents.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "aws/models/logs.h"
#include "base/clock.h"
#include "cli/log_reader.h"
#include "cli/log_window.h"
#include "client/aws_client.h"

namespace berth::cli {

/// What is read besides the source and the window.
struct FilterReading {
  std::string pattern;         ///< empty: every event
  bool of_one_stream = false;  ///< of the source's, which may have no name yet; else of the group
  bool resumes = false;        ///< resume() will be called
};

/// The events of a source that match a pattern. There is no token for what comes later, so it looks
/// again over the last half minute and leaves out what it has read: an event that is written with
/// an older time than that is not seen. `logs` and `clock` outlive it.
class FilterReader final : public LogReader {
 public:
  FilterReader(client::AwsClient& logs, const Clock& clock, LogSource source, LogWindow window,
               FilterReading reading);

 protected:
  net::Task<Result<void>> read() override;

 private:
  net::Task<Result<void>> read_page();
  void take(aws::logs::FilteredLogEvent& event);
  void end_round();

  client::AwsClient& logs_;
  const Clock& clock_;
  LogWindow window_;
  FilterReading reading_;
  std::optional<std::string> token_;
  bool is_first_round_ = true;
  std::int64_t asked_at_ms_ = 0;  ///< when the round under way began
  std::int64_t newest_ms_ = 0;
  std::set<std::pair<std::int64_t, std::string>> seen_;  ///< times and event ids
};

}  // namespace berth::cli
