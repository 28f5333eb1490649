// What GET /metrics tells of the metrics that metric filters of CloudWatch Logs have counted.
#pragma once

#include <string>

#include "store/store.h"

namespace berth::gateway {

/// Two families in Prometheus' text format, a series each for every metric, unit and set of
/// dimensions: berth_log_metric_samples_total and berth_log_metric_sum, labelled with `region`,
/// `namespace`, `metric`, `unit` and `dimensions` (an object of JSON). Empty where there is none,
/// or the store cannot be read.
std::string log_metrics_exposition(store::Store& store);

}  // namespace berth::gateway
