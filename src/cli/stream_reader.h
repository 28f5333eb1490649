// Reads one log stream with GetLogEvents.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "aws/models/logs.h"
#include "cli/log_reader.h"
#include "cli/log_window.h"
#include "client/aws_client.h"

namespace berth::cli {

/// The stream of `source`, which may have no name yet. `logs` outlives it.
class StreamReader final : public LogReader {
 public:
  StreamReader(client::AwsClient& logs, LogSource source, LogWindow window);

 protected:
  net::Task<Result<void>> read() override;

 private:
  using Page = aws::logs::GetLogEventsResponse;

  aws::logs::GetLogEventsRequest request() const;
  net::Task<Result<Page>> ask(aws::logs::GetLogEventsRequest request);
  net::Task<Result<void>> read_forward();
  net::Task<Result<void>> read_tail(std::size_t count);
  std::vector<LogLine> lines_of(Page& page) const;

  client::AwsClient& logs_;
  LogWindow window_;
  std::optional<std::string> token_;
};

}  // namespace berth::cli
