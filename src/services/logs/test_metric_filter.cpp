// logs:TestMetricFilter: which of the given messages match, and what is taken out of them.
#include "log_patterns/pattern.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::logs::TestMetricFilterResponse> test_metric_filter(
    Context&, const aws::logs::TestMetricFilterRequest& request) {
  BERTH_ASSIGN(const log_patterns::Pattern pattern,
               log_patterns::Pattern::parse(*request.filter_pattern));
  aws::logs::TestMetricFilterResponse response;
  auto& matches = response.matches.emplace();
  std::int64_t number = 0;
  for (const std::string& message : *request.log_event_messages) {
    ++number;
    if (!pattern.matches(message)) continue;
    matches.push_back({number, message, pattern.extracted(message)});
  }
  return response;
}

}  // namespace berth::services::logs
