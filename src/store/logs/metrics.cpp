// What metric filters have counted. Sums are texts: both engines would round a number their own
// way.
#include "store/logs/metrics.h"

#include <charconv>

#include <fmt/format.h>

namespace berth::store {
namespace {

double number_of(std::string_view text) {
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

void add_to_log_metric(Transaction& tx, const LogMetricName& name, const LogMetricTotals& more) {
  LogMetricTotals totals = more;
  tx.query(
      "SELECT samples, sum FROM log_metrics WHERE region = ?1 AND metric_namespace = ?2 "
      "AND name = ?3 AND dimensions_json = ?4 AND unit = ?5",
      {name.region, name.metric_namespace, name.name, name.dimensions_json, name.unit},
      [&totals](const Row& row) {
        totals.samples += row.integer(0);
        totals.sum += number_of(row.text(1));
        return false;
      });
  const std::string sum = fmt::format("{}", totals.sum);
  tx.execute(
      "INSERT INTO log_metrics (region, metric_namespace, name, dimensions_json, unit, samples, "
      "sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT (region, metric_namespace, name, dimensions_json, unit) "
      "DO UPDATE SET samples = ?6, sum = ?7",
      {name.region, name.metric_namespace, name.name, name.dimensions_json, name.unit,
       totals.samples, std::string_view(sum)});
}

void each_log_metric(
    Transaction& tx,
    const std::function<void(const LogMetricName&, const LogMetricTotals&)>& visit) {
  tx.query(
      "SELECT region, metric_namespace, name, dimensions_json, unit, samples, sum FROM log_metrics "
      "ORDER BY region, metric_namespace, name, dimensions_json, unit",
      {}, [&visit](const Row& row) {
        const LogMetricName name{std::string(row.text(0)), std::string(row.text(1)),
                                 std::string(row.text(2)), std::string(row.text(3)),
                                 std::string(row.text(4))};
        visit(name, LogMetricTotals{row.integer(5), number_of(row.text(6))});
        return true;
      });
}

}  // namespace berth::store
