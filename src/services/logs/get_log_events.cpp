// logs:GetLogEvents: a stream's events, forwards or backwards from a place that a token names.
#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr int kLimitDefault = 10000;
constexpr std::size_t kAnswerBytesMax = 1'048'576;

/// A token is "f/" or "b/", then the place as two fixed-width numbers, then "/s".
struct Token {
  bool forward = true;
  store::LogPosition position;
};

std::string text_of(const Token& token) {
  return fmt::format("{}/{:020}{:020}/s", token.forward ? 'f' : 'b', token.position.timestamp_ms,
                     token.position.sequence + 1);
}

std::optional<Token> parse_token(std::string_view text) {
  if (text.size() != 44 || text[1] != '/' || text.substr(42) != "/s") return std::nullopt;
  if (text[0] != 'f' && text[0] != 'b') return std::nullopt;
  Token token{text[0] == 'f', {}};
  const auto number = [&text](std::size_t from, std::int64_t& value) {
    const char* end = text.data() + from + 20;
    return std::from_chars(text.data() + from, end, value).ptr == end;
  };
  if (!number(2, token.position.timestamp_ms) || !number(22, token.position.sequence)) {
    return std::nullopt;
  }
  token.position.sequence -= 1;
  return token;
}

/// Keeps what fits into one answer, nearest to where the reading began.
void cut_to_answer(std::vector<store::LogEvent>& events) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    bytes += events[i].message.size() + 26;
    if (bytes > kAnswerBytesMax && i > 0) {
      events.resize(i);
      return;
    }
  }
}

store::LogPosition place_of(const store::LogEvent& event) {
  return {event.timestamp_ms, event.sequence};
}

}  // namespace

Result<aws::logs::GetLogEventsResponse> get_log_events(
    Context& context, const aws::logs::GetLogEventsRequest& request) {
  BERTH_ASSIGN(const std::string name,
               requested_log_group(request.log_group_name, request.log_group_identifier));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  BERTH_ASSIGN(const store::LogStream stream,
               require_log_stream(context, group, *request.log_stream_name));
  constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
  const bool from_head = request.start_from_head.value_or(false);
  Token token{from_head, from_head ? store::LogPosition{0, -1} : store::LogPosition{kForever, 0}};
  if (request.next_token) {
    const auto given = parse_token(*request.next_token);
    if (!given) {
      return fail(client_fault("InvalidParameterException", "The specified nextToken is invalid."));
    }
    token = *given;
  }
  const std::int64_t from = request.start_time.value_or(0);
  const std::int64_t to = request.end_time.value_or(kForever);
  const int limit = request.limit.value_or(kLimitDefault);
  auto events =
      token.forward
          ? store::log_events_after(context.tx, stream.id, from, to, token.position, limit)
          : store::log_events_before(context.tx, stream.id, from, to, token.position, limit);
  cut_to_answer(events);
  if (!token.forward) std::reverse(events.begin(), events.end());

  aws::logs::GetLogEventsResponse response;
  auto& shown = response.events.emplace();
  for (store::LogEvent& event : events) {
    aws::logs::OutputLogEvent out;
    out.timestamp = event.timestamp_ms;
    out.ingestion_time = event.ingested_at_ms;
    out.message = std::move(event.message);
    shown.push_back(std::move(out));
  }
  // An empty page leaves both tokens where the reading stood; a stream read backwards from its end
  // before its first event is read forwards from its beginning.
  store::LogPosition place = token.position;
  if (place.timestamp_ms == kForever) place = {0, -1};
  response.next_backward_token =
      text_of(Token{false, events.empty() ? place : place_of(events.front())});
  response.next_forward_token =
      text_of(Token{true, events.empty() ? place : place_of(events.back())});
  return response;
}

}  // namespace berth::services::logs
