// What metric filters have counted, kept so that it survives a restart.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "store/transaction.h"

namespace berth::store {

/// Which metric: a series of its own a unit and set of dimensions.
struct LogMetricName {
  std::string region;
  std::string metric_namespace;
  std::string name;
  std::string dimensions_json;  ///< an object of texts, its keys in order; or empty
  std::string unit;             ///< "None" where none was said
};

/// What a series has come to since its first sample.
struct LogMetricTotals {
  std::int64_t samples = 0;
  double sum = 0;
};

/// Adds to a series, which begins with that where there is none yet.
void add_to_log_metric(Transaction& tx, const LogMetricName& name, const LogMetricTotals& more);

/// Every series, in order of its name.
void each_log_metric(
    Transaction& tx,
    const std::function<void(const LogMetricName&, const LogMetricTotals&)>& visit);

}  // namespace berth::store
