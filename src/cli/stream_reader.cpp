// Reads one log stream with GetLogEvents.
#include "cli/stream_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace berth::cli {
namespace {

constexpr std::size_t kPageMax = 10000;  // GetLogEvents gives no more

std::int32_t page_limit(std::size_t wanted) {
  return static_cast<std::int32_t>(std::clamp<std::size_t>(wanted, 1, kPageMax));
}

}  // namespace

StreamReader::StreamReader(client::AwsClient& logs, LogSource source, LogWindow window)
    : LogReader(std::move(source)), logs_(logs), window_(window) {}

net::Task<Result<void>> StreamReader::read() {
  if (source_.stream.empty()) {
    at_end_ = true;
    co_return Result<void>();
  }
  const bool is_tail = !token_ && window_.tail.has_value();
  auto done = is_tail ? read_tail(*window_.tail) : read_forward();
  auto result = co_await std::move(done);
  co_return result;
}

aws::logs::GetLogEventsRequest StreamReader::request() const {
  aws::logs::GetLogEventsRequest request;
  request.log_group_name = source_.group;
  request.log_stream_name = source_.stream;
  request.start_time = window_.since_ms;
  request.end_time = window_.until_ms;
  return request;
}

net::Task<Result<StreamReader::Page>> StreamReader::ask(aws::logs::GetLogEventsRequest request) {
  auto page = co_await logs_.call<aws::logs::ops::GetLogEvents>(std::move(request));
  if (page) is_found_ = true;
  co_return page;
}

net::Task<Result<void>> StreamReader::read_forward() {
  auto wanted = request();
  wanted.start_from_head = true;
  wanted.next_token = token_;
  auto page = co_await ask(std::move(wanted));
  if (!page) co_return fail(page.error());
  for (LogLine& line : lines_of(*page)) lines_.push_back(std::move(line));
  // The end is where the token stays the same; a page without events alone is not.
  at_end_ = !page->next_forward_token || page->next_forward_token == token_;
  if (page->next_forward_token) token_ = page->next_forward_token;
  co_return Result<void>();
}

net::Task<Result<void>> StreamReader::read_tail(std::size_t count) {
  auto wanted = request();
  wanted.start_from_head = false;
  wanted.limit = page_limit(count);
  auto page = co_await ask(wanted);
  if (!page) co_return fail(page.error());
  token_ = page->next_forward_token;
  at_end_ = !token_;
  std::optional<std::string> back;
  for (;;) {
    if (count > 0) {
      auto older = lines_of(*page);
      lines_.insert(lines_.begin(), std::make_move_iterator(older.begin()),
                    std::make_move_iterator(older.end()));
    }
    const bool is_start = !page->next_backward_token || page->next_backward_token == back;
    if (lines_.size() >= count || is_start) break;
    back = page->next_backward_token;
    wanted.next_token = back;
    wanted.limit = page_limit(count - lines_.size());
    page = co_await ask(wanted);
    if (!page) co_return fail(page.error());
  }
  co_return Result<void>();
}

std::vector<LogLine> StreamReader::lines_of(Page& page) const {
  std::vector<LogLine> lines;
  if (!page.events) return lines;
  for (auto& event : *page.events) {
    lines.push_back({event.timestamp.value_or(0), source_.container,
                     std::move(event.message).value_or(""), source_.stream});
  }
  return lines;
}

}  // namespace berth::cli
