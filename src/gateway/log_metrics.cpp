// What GET /metrics tells of the metrics that metric filters of CloudWatch Logs have counted.
#include "gateway/log_metrics.h"

#include <fmt/format.h>

#include "store/logs/metrics.h"

namespace berth::gateway {
namespace {

std::string quoted_label(std::string_view value) {
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return quoted + '"';
}

std::string labels_of(const store::LogMetricName& name) {
  return fmt::format("{{region={},namespace={},metric={},unit={},dimensions={}}}",
                     quoted_label(name.region), quoted_label(name.metric_namespace),
                     quoted_label(name.name), quoted_label(name.unit),
                     quoted_label(name.dimensions_json));
}

}  // namespace

std::string log_metrics_exposition(store::Store& store) {
  std::string samples;
  std::string sums;
  const auto read = store.read([&](store::Transaction& tx) -> Result<void> {
    store::each_log_metric(tx, [&](const auto& name, const auto& totals) {
      const std::string labels = labels_of(name);
      samples += fmt::format("berth_log_metric_samples_total{} {}\n", labels, totals.samples);
      sums += fmt::format("berth_log_metric_sum{} {}\n", labels, totals.sum);
    });
    return {};
  });
  if (!read || samples.empty()) return "";
  return "# HELP berth_log_metric_samples_total Values that metric filters took from log events.\n"
         "# TYPE berth_log_metric_samples_total counter\n" +
         samples +
         "# HELP berth_log_metric_sum Sum of the values that metric filters took.\n"
         "# TYPE berth_log_metric_sum gauge\n" +
         sums;
}

}  // namespace berth::gateway
