// logs:FilterLogEvents: the events of a group's streams that match a pattern, in order of time.
#include <algorithm>
#include <charconv>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "services/logs/event_ids.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "services/logs/search.h"

namespace berth::services::logs {
namespace {

constexpr int kFoundAtOnce = 10'000;
constexpr std::size_t kFoundBytesMax = 1'048'576;
/// A call does not look at more before it answers with what it has found and a token: less where
/// each message has to be looked at on its own.
constexpr std::size_t kSearchedBytesMax = std::size_t{128} << 20;
constexpr std::size_t kSearchedOneByOneBytesMax = std::size_t{32} << 20;
constexpr int kStreamsAtOnce = 1'000;

using Request = aws::logs::FilterLogEventsRequest;
using Response = aws::logs::FilterLogEventsResponse;

std::string token_of_key(const store::LogKey& key) {
  return aws::encode_token(fmt::format("{} {} {}", key.timestamp_ms, key.stream_id, key.sequence));
}

Result<store::LogKey> key_of_token(const std::string& token) {
  BERTH_ASSIGN(const std::string text, position_in(token));
  store::LogKey key;
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::int64_t* number : {&key.timestamp_ms, &key.stream_id, &key.sequence}) {
    const auto parsed = std::from_chars(at, end, *number);
    if (parsed.ec != std::errc()) return fail(invalid_next_token());
    at = parsed.ptr == end ? end : parsed.ptr + 1;
  }
  return key;
}

std::vector<std::int64_t> streams_by_prefix(Context& context, const store::LogGroup& group,
                                            const std::string& prefix) {
  std::vector<std::int64_t> streams;
  std::optional<store::LogStreamPosition> after;
  for (;;) {
    const auto page = store::list_log_streams(
        context.tx, group.id, prefix, store::LogStreamOrder::kName, false, after, kStreamsAtOnce);
    for (const store::LogStream& stream : page) streams.push_back(stream.id);
    if (page.size() < kStreamsAtOnce) return streams;
    after = store::LogStreamPosition{0, page.back().name};
  }
}

Result<std::vector<std::int64_t>> streams_by_name(Context& context, const store::LogGroup& group,
                                                  const std::vector<std::string>& names) {
  std::vector<std::int64_t> streams;
  for (const std::string& name : names) {
    BERTH_ASSIGN(const store::LogStream stream, require_log_stream(context, group, name));
    streams.push_back(stream.id);
  }
  std::sort(streams.begin(), streams.end());
  streams.erase(std::unique(streams.begin(), streams.end()), streams.end());
  return streams;
}

Result<store::LogScan> scan_of_request(Context& context, const Request& request,
                                       const log_patterns::Pattern& pattern) {
  BERTH_ASSIGN(const std::string name,
               requested_log_group(context, request.log_group_name, request.log_group_identifier));
  store::LogScan scan;
  if (request.next_token) {
    BERTH_ASSIGN(scan.after, key_of_token(*request.next_token));
  }
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  scan.group_id = group.id;
  if (request.log_stream_names) {
    BERTH_ASSIGN(scan.streams, streams_by_name(context, group, *request.log_stream_names));
  } else if (request.log_stream_name_prefix) {
    scan.streams = streams_by_prefix(context, group, *request.log_stream_name_prefix);
  }
  scan.from_ms = request.start_time.value_or(0);
  // The last millisecond counts here, other than in GetLogEvents.
  const std::int64_t last = request.end_time.value_or(scan.to_ms);
  if (last < scan.to_ms) scan.to_ms = last + 1;
  scan.sift = sift_of(pattern);
  scan.bytes_max = pattern.literal().empty() ? kSearchedOneByOneBytesMax : kSearchedBytesMax;
  return scan;
}

/// Names of streams, each looked up once.
class StreamNames {
 public:
  explicit StreamNames(Context& context) : context_(context) {}

  const std::string& of(std::int64_t stream_id) {
    const auto [known, is_new] = names_.try_emplace(stream_id);
    if (is_new) {
      if (const auto found = store::find_log_stream_by_id(context_.tx, stream_id)) {
        known->second = found->first.name;
      }
    }
    return known->second;
  }

 private:
  Context& context_;
  std::unordered_map<std::int64_t, std::string> names_;
};

aws::logs::FilteredLogEvent shown_event(store::FoundLogEvent& found, StreamNames& names) {
  aws::logs::FilteredLogEvent out;
  out.log_stream_name = names.of(found.stream_id);
  out.timestamp = found.event.timestamp_ms;
  out.message = std::move(found.event.message);
  out.ingestion_time = found.event.ingested_at_ms;
  out.event_id = event_id_of(found.key());
  return out;
}

}  // namespace

Result<Response> filter_log_events(Context& context, const Request& request) {
  if (request.log_stream_names && request.log_stream_name_prefix) {
    return fail(client_fault("InvalidParameterException",
                             "LogStream names and LogStream name prefix are mutually exclusive "
                             "parameters."));
  }
  BERTH_ASSIGN(const log_patterns::Pattern pattern,
               log_patterns::Pattern::parse(request.filter_pattern.value_or("")));
  BERTH_ASSIGN(const store::LogScan scan, scan_of_request(context, request, pattern));
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kFoundAtOnce));
  Response response;
  response.searched_log_streams.emplace();  // AWS answers an empty list since 2020
  auto& events = response.events.emplace();
  StreamNames names(context);
  std::optional<store::LogKey> stopped_at;
  store::LogKey last;
  std::size_t bytes = 0;
  const auto take = [&](store::FoundLogEvent& found) {
    bytes += found.event.message.size() + store::kLogEventOverheadBytes;
    if (bytes > kFoundBytesMax && !events.empty()) {
      stopped_at = last;
      return false;
    }
    last = found.key();
    events.push_back(shown_event(found, names));
    if (events.size() == limit) stopped_at = last;
    return !stopped_at;
  };
  const auto rested_at = store::scan_log_events(context.tx, scan, take);
  if (rested_at) stopped_at = rested_at;
  if (stopped_at) response.next_token = token_of_key(*stopped_at);
  return response;
}

}  // namespace berth::services::logs
