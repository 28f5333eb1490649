// Reads logs page by page, in the order of time.
#include "cli/log_reader.h"

namespace berth::cli {

net::Task<Result<bool>> LogReader::fill() {
  while (lines_.empty() && !at_end_) {
    auto result = co_await read();
    if (!result && result.error().code == "ResourceNotFoundException") {
      is_found_ = false;
      at_end_ = true;
      break;
    }
    if (!result) co_return fail(result.error());
  }
  co_return !lines_.empty();
}

net::Task<Result<void>> read_merged(LogReaders& readers, std::function<bool(const LogLine&)> take) {
  for (;;) {
    LogReader* oldest = nullptr;
    for (const auto& reader : readers) {
      auto has_line = co_await reader->fill();
      if (!has_line) co_return fail(has_line.error());
      if (!*has_line) continue;
      const bool is_older =
          oldest == nullptr || reader->front().timestamp_ms < oldest->front().timestamp_ms;
      if (is_older) oldest = reader.get();
    }
    if (oldest == nullptr) co_return Result<void>();
    const bool go_on = take(oldest->front());
    oldest->pop();
    if (!go_on) co_return Result<void>();
  }
}

}  // namespace berth::cli
