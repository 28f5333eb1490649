// Reads a log group, or one of its streams, with FilterLogEvents.
#include "cli/filter_reader.h"

#include <algorithm>

namespace berth::cli {
namespace {

constexpr std::int64_t kOverlapMs = 30'000;
/// Where nothing was found yet, clocks may differ by so much.
constexpr std::int64_t kSkewMs = 300'000;

}  // namespace

FilterReader::FilterReader(client::AwsClient& logs, const Clock& clock, LogSource source,
                           LogWindow window, FilterReading reading)
    : LogReader(std::move(source)),
      logs_(logs),
      clock_(clock),
      window_(window),
      reading_(std::move(reading)) {}

net::Task<Result<void>> FilterReader::read() {
  if (reading_.of_one_stream && source_.stream.empty()) {
    at_end_ = true;
    co_return Result<void>();
  }
  const bool is_tail = is_first_round_ && window_.tail.has_value();
  do {
    auto page = co_await read_page();
    if (!page) co_return fail(page.error());
    while (is_tail && lines_.size() > *window_.tail) lines_.pop_front();
  } while (is_tail && !at_end_);
  co_return Result<void>();
}

net::Task<Result<void>> FilterReader::read_page() {
  if (!token_) asked_at_ms_ = to_epoch_ms(clock_.now());
  const std::string stream = reading_.of_one_stream ? source_.stream : std::string();
  auto request = filter_request(window_, source_.group, stream, reading_.pattern);
  request.next_token = token_;
  auto page = co_await logs_.call<aws::logs::ops::FilterLogEvents>(std::move(request));
  if (!page) co_return fail(page.error());
  is_found_ = true;
  if (page->events) {
    for (auto& event : *page->events) take(event);
  }
  token_ = page->next_token;
  if (token_ && token_->empty()) token_.reset();
  if (!token_) end_round();
  co_return Result<void>();
}

void FilterReader::take(aws::logs::FilteredLogEvent& event) {
  const std::int64_t at = event.timestamp.value_or(0);
  if (reading_.resumes) {
    newest_ms_ = std::max(newest_ms_, at);
    const bool is_new = seen_.emplace(at, event.event_id.value_or("")).second;
    if (!is_new) return;
    const std::int64_t kept_from = std::min(newest_ms_, asked_at_ms_) - kOverlapMs;
    while (!seen_.empty() && seen_.begin()->first < kept_from) seen_.erase(seen_.begin());
  }
  lines_.push_back({at, source_.container, std::move(event.message).value_or(""),
                    std::move(event.log_stream_name).value_or("")});
}

void FilterReader::end_round() {
  at_end_ = true;
  is_first_round_ = false;
  const std::int64_t searched_from =
      std::max(asked_at_ms_ - kSkewMs, std::min(newest_ms_, asked_at_ms_) - kOverlapMs);
  window_.since_ms = std::max(window_.since_ms.value_or(0), searched_from);
}

}  // namespace berth::cli
