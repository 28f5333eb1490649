// What GET /metrics tells of the requests that went through the gateway, in Prometheus' text
// format.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "net/http.h"

namespace berth::services {
struct DecisionCounts;
}

namespace berth::gateway {

/// Counters and histograms of requests. Safe to call from any thread.
class Metrics {
 public:
  Metrics();
  ~Metrics();

  /// One answered request. `service` and `operation` are names of the model, never a client's
  /// text, so the number of series is bounded.
  void request_answered(std::string_view service, std::string_view operation, int http_status,
                        std::chrono::nanoseconds took);
  /// A request that was denied by a policy.
  void request_denied(std::string_view service);
  /// Decisions of IAM that were made since they were told before.
  void decisions_made(const services::DecisionCounts& counts);

  /// The exposition text of all of the process's metrics.
  std::string exposition() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::gateway
