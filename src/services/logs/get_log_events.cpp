// logs:GetLogEvents: a stream's events, forwards or backwards from a place that a token names.
#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {
namespace {

constexpr int kEventsDefault = 10000;
constexpr std::size_t kAnswerBytesMax = 1'048'576;
constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();

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
  if (text.substr(2, 40).find_first_not_of("0123456789") != text.npos) return std::nullopt;
  Token token{text[0] == 'f', {}};
  const auto number = [&text](std::size_t from, std::int64_t& value) {
    const char* end = text.data() + from + 20;
    const auto parsed = std::from_chars(text.data() + from, end, value);
    return parsed.ec == std::errc() && value < kForever - 1;
  };
  if (!number(2, token.position.timestamp_ms) || !number(22, token.position.sequence)) {
    return std::nullopt;
  }
  token.position.sequence -= 1;
  return token;
}

store::LogPosition place_of(const store::LogEvent& event) {
  return {event.timestamp_ms, event.sequence};
}

/// A forward token stands behind the event that it names, a backward token before it. After an
/// empty page the token that was given stays, and the one of the other direction goes back to the
/// events that were seen last. A stream read backwards from its end before its first event is read
/// forwards from its beginning.
void add_tokens(const Token& given, const std::vector<store::LogEvent>& events,
                aws::logs::GetLogEventsResponse& response) {
  store::LogPosition before = given.position;
  store::LogPosition behind = given.position;
  if (!events.empty()) {
    before = place_of(events.front());
    behind = place_of(events.back());
  } else if (given.position.timestamp_ms == kForever) {
    before = {0, 0};
    behind = {0, -1};
  } else if (given.forward) {
    before.sequence += 1;
  } else {
    behind.sequence = std::max<std::int64_t>(behind.sequence - 1, -1);
  }
  response.next_backward_token = text_of(Token{false, before});
  response.next_forward_token = text_of(Token{true, behind});
}

}  // namespace

Result<aws::logs::GetLogEventsResponse> get_log_events(
    Context& context, const aws::logs::GetLogEventsRequest& request) {
  BERTH_ASSIGN(const std::string name,
               requested_log_group(context, request.log_group_name, request.log_group_identifier));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, name));
  BERTH_ASSIGN(const store::LogStream stream,
               require_log_stream(context, group, *request.log_stream_name));
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
  const store::LogPage page{request.limit.value_or(kEventsDefault), kAnswerBytesMax};
  auto events =
      token.forward
          ? store::log_events_after(context.tx, stream.id, from, to, token.position, page)
          : store::log_events_before(context.tx, stream.id, from, to, token.position, page);
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
  add_tokens(token, events, response);
  return response;
}

}  // namespace berth::services::logs
