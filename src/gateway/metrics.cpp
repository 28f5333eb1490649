// What GET /metrics tells of the requests that went through the gateway.
#include "gateway/metrics.h"

#include <map>
#include <mutex>
#include <sstream>
#include <tuple>

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "services/decision_log.h"

namespace berth::gateway {

struct Metrics::Impl {
  using Key = std::tuple<std::string, std::string, int>;

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter()
          .Name("berth_requests_total")
          .Help("Answered requests by service, operation and HTTP status.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& denials =
      prometheus::BuildCounter()
          .Name("berth_requests_denied_total")
          .Help("Requests that a policy denied, by service.")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& decisions =
      prometheus::BuildCounter()
          .Name("berth_iam_decisions_total")
          .Help("Decisions of IAM by outcome; a request may need several.")
          .Register(registry);
  prometheus::Counter& allowed = decisions.Add({{"outcome", "allowed"}});
  prometheus::Counter& implicitly_denied = decisions.Add({{"outcome", "implicitly_denied"}});
  prometheus::Counter& explicitly_denied = decisions.Add({{"outcome", "explicitly_denied"}});
  prometheus::Counter& denied_in_audit = prometheus::BuildCounter()
                                             .Name("berth_iam_denied_in_audit_total")
                                             .Help("Denials that audit mode let through.")
                                             .Register(registry)
                                             .Add({});
  prometheus::Counter& dropped =
      prometheus::BuildCounter()
          .Name("berth_iam_decisions_dropped_total")
          .Help("Decisions that are not recorded, because too many waited to be written.")
          .Register(registry)
          .Add({});
  prometheus::Histogram& duration =
      prometheus::BuildHistogram()
          .Name("berth_request_duration_seconds")
          .Help("Time from a request's last byte to its answer.")
          .Register(registry)
          .Add({}, prometheus::Histogram::BucketBoundaries{0.00005, 0.0001, 0.00025, 0.0005, 0.001,
                                                           0.0025, 0.005, 0.01, 0.05, 0.1, 1, 10});
  std::mutex mutex;
  /// Family::Add builds a map of labels each time: its counters are kept here.
  std::map<Key, prometheus::Counter*> counters;
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

void Metrics::request_answered(std::string_view service, std::string_view operation,
                               int http_status, std::chrono::nanoseconds took) {
  impl_->duration.Observe(std::chrono::duration<double>(took).count());
  Impl::Key key{service, operation, http_status};
  const std::lock_guard lock(impl_->mutex);
  auto& counter = impl_->counters[key];
  if (counter == nullptr) {
    counter = &impl_->requests.Add({{"service", std::string(service)},
                                    {"operation", std::string(operation)},
                                    {"status", std::to_string(http_status)}});
  }
  counter->Increment();
}

void Metrics::request_denied(std::string_view service) {
  impl_->denials.Add({{"service", std::string(service)}}).Increment();
}

void Metrics::decisions_made(const services::DecisionCounts& counts) {
  const auto add = [](prometheus::Counter& counter, std::uint64_t count) {
    counter.Increment(static_cast<double>(count));
  };
  add(impl_->allowed, counts.allowed);
  add(impl_->implicitly_denied, counts.implicitly_denied);
  add(impl_->explicitly_denied, counts.explicitly_denied);
  add(impl_->denied_in_audit, counts.denied_in_audit);
  add(impl_->dropped, counts.dropped);
}

std::string Metrics::exposition() const {
  std::ostringstream text;
  prometheus::TextSerializer().Serialize(text, impl_->registry.Collect());
  return text.str();
}

}  // namespace berth::gateway
