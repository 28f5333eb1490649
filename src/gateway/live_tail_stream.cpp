// A session of Live Tail on the wire: AWS's event stream, an update an interval.
#include <algorithm>

#include "aws/json_codec.h"
#include "gateway/live_tails.h"
#include "net/event_stream.h"
#include "net/runtime.h"

namespace berth::gateway {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string event(const char* type, std::string payload) {
  return net::encode_event(
      {{{":event-type", type}, {":content-type", "application/json"}, {":message-type", "event"}},
       std::move(payload)});
}

template <class Exception>
std::string exception(const char* type, const char* message) {
  Exception body;
  body.message = message;
  return net::encode_event({{{":exception-type", type},
                             {":content-type", "application/json"},
                             {":message-type", "exception"}},
                            aws::encode_json(body)});
}

std::string first_events(const LiveTailSession& session) {
  return event("initial-response", "{}") + event("sessionStart", aws::encode_json(session.start()));
}

net::Task<void> sleep_until(SteadyClock::time_point moment) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(moment - SteadyClock::now());
  if (left.count() > 0) co_await net::sleep_for(left);
}

}  // namespace

net::Task<void> stream_live_tail(std::shared_ptr<LiveTailSession> session, net::BodyWriter& body) {
  const LiveTailLimits& limits = session->limits();
  auto next = SteadyClock::now() + limits.interval;
  const auto end = SteadyClock::now() + limits.life;
  co_await body.write(first_events(*session));
  while (!body.is_ending()) {
    co_await sleep_until(std::min(next, end));
    const auto now = SteadyClock::now();
    if (now >= end) {
      co_await body.write(exception<aws::logs::SessionTimeoutException>(
          "SessionTimeoutException", "The Live Tail session has timed out after three hours."));
      co_return;
    }
    co_await body.write(event("sessionUpdate", aws::encode_json(session->take(now))));
    // A client that was slow gets what has waited for it at once.
    next += limits.interval;
    if (!session->is_behind(now)) next = std::max(next, now);
  }
  co_await body.write(exception<aws::logs::SessionStreamingException>(
      "SessionStreamingException", "The Live Tail session has ended: the server is stopping."));
}

}  // namespace berth::gateway
