// The sessions of Live Tail that are open: what PutLogEvents has committed goes to those that asked
// for it, as an answer that goes on.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "gateway/call.h"
#include "gateway/live_tail_session.h"
#include "net/http_server.h"

namespace berth::gateway {

/// Safe to use from any thread.
class LiveTails {
 public:
  explicit LiveTails(LiveTailLimits limits) : open_(std::make_shared<Open>()), limits_(limits) {}

  /// What came of `call`, which was performed, to the sessions that listen. Costs nothing where
  /// none does.
  void performed(const Call& call);

  /// The answer to a StartLiveTail that was performed: the session is open until the answer ends.
  /// LimitExceededException where too many are.
  Result<net::StreamedAnswer> answer(const Call& call);

 private:
  /// Outlives this for as long as an answer does.
  struct Open {
    std::mutex mutex;
    std::vector<std::shared_ptr<LiveTailSession>> sessions;
    std::atomic<std::size_t> count{0};
  };

  std::shared_ptr<Open> open_;
  LiveTailLimits limits_;
};

/// Is `call` one whose answer goes on?
bool starts_live_tail(const Call& call);

/// Sends the session's start and then an update an interval, until the client has gone, the server
/// stops (SessionStreamingException) or the session's life is over (SessionTimeoutException).
net::Task<void> stream_live_tail(std::shared_ptr<LiveTailSession> session, net::BodyWriter& body);

}  // namespace berth::gateway
