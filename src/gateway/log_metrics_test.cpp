// The text of log metrics, as Prometheus reads it.
#include "gateway/log_metrics.h"

#include <gtest/gtest.h>

#include "store/logs/metrics.h"
#include "store/testing.h"

namespace berth::gateway {
namespace {

TEST(LogMetrics, AreNothingUntilOneIsCounted) {
  store::TemporaryStore store;
  EXPECT_EQ(log_metrics_exposition(*store), "");
}

TEST(LogMetrics, NameTheirSeriesAndQuoteTheirNames) {
  store::TemporaryStore store;
  ASSERT_TRUE(store->write_and_wait([](store::Transaction& tx) -> Result<void> {
    store::add_to_log_metric(tx, {"us-west-2", "My\"App", "Errors", "", "Count"}, {2, 2});
    store::add_to_log_metric(tx, {"us-west-2", "My\"App", "Latency", R"({"p":"a"})", "None"},
                             {3, 4.5});
    store::add_to_log_metric(tx, {"us-west-2", "My\"App", "Errors", "", "Count"}, {1, 1});
    return {};
  }));
  EXPECT_EQ(
      log_metrics_exposition(*store),
      R"(# HELP berth_log_metric_samples_total Values that metric filters took from log events.
# TYPE berth_log_metric_samples_total counter
berth_log_metric_samples_total{region="us-west-2",namespace="My\"App",metric="Errors",unit="Count",dimensions=""} 3
berth_log_metric_samples_total{region="us-west-2",namespace="My\"App",metric="Latency",unit="None",dimensions="{\"p\":\"a\"}"} 3
# HELP berth_log_metric_sum Sum of the values that metric filters took.
# TYPE berth_log_metric_sum gauge
berth_log_metric_sum{region="us-west-2",namespace="My\"App",metric="Errors",unit="Count",dimensions=""} 3
berth_log_metric_sum{region="us-west-2",namespace="My\"App",metric="Latency",unit="None",dimensions="{\"p\":\"a\"}"} 4.5
)");
}

}  // namespace
}  // namespace berth::gateway
