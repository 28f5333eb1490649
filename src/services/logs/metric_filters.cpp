// Metric filters: their rules, and what they count of a batch of events.
#include "services/logs/metric_filters.h"

#include <charconv>
#include <map>

#include "aws/json_codec.h"
#include "services/logs/log_groups.h"
#include "services/logs/log_tags.h"
#include "store/logs/metrics.h"

namespace berth::services::logs {
namespace {

using aws::logs::MetricTransformation;
using log_patterns::Pattern;

constexpr std::size_t kDimensionsMax = 3;
constexpr std::size_t kMetricFiltersMax = 100;
constexpr int kRegexFiltersMax = 5;

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == end && number - number == 0;
  return whole ? std::optional(number) : std::nullopt;
}

Fault invalid_transformation(const std::string& why) {
  return client_fault("InvalidParameterException", "Invalid metric transformation: " + why);
}

/// What one filter has to count; a dimension that an event has not leaves the event out.
class Counter {
 public:
  Counter(const Pattern& pattern, const MetricTransformation& transformation)
      : pattern_(pattern), transformation_(transformation) {
    fixed_ = number_in(*transformation.metric_value);
  }

  void count(const std::string& message) {
    if (!pattern_.matches(message)) return;
    const auto value = value_of(message);
    const auto dimensions = dimensions_of(message);
    if (!value || !dimensions) return;
    store::LogMetricTotals& totals = totals_[*dimensions];
    totals.samples += 1;
    totals.sum += *value;
  }

  const std::map<std::string, store::LogMetricTotals>& totals() const { return totals_; }

 private:
  std::optional<double> value_of(const std::string& message) const {
    if (fixed_) return fixed_;
    const auto text = pattern_.value_of(*transformation_.metric_value, message);
    return text ? number_in(*text) : std::nullopt;
  }

  std::optional<std::string> dimensions_of(const std::string& message) const {
    if (!transformation_.dimensions) return "";
    Tags values;
    for (const auto& [name, selector] : *transformation_.dimensions) {
      auto value = pattern_.value_of(selector, message);
      if (!value) return std::nullopt;
      values[name] = std::move(*value);
    }
    return tags_json_of(values);
  }

  const Pattern& pattern_;
  const MetricTransformation& transformation_;
  std::optional<double> fixed_;
  std::map<std::string, store::LogMetricTotals> totals_;
};

int regexes_in(const std::string& pattern_text) {
  const auto pattern = Pattern::parse(pattern_text);
  return pattern ? pattern->regex_count() : 0;
}

}  // namespace

Result<void> check_transformation(const Pattern& pattern,
                                  const MetricTransformation& transformation) {
  const std::string& value = *transformation.metric_value;
  if (!number_in(value) && !pattern.knows(value)) {
    return fail(invalid_transformation("the metric value " + value +
                                       " is neither a number nor a selector of the filter "
                                       "pattern."));
  }
  if (!transformation.dimensions || transformation.dimensions->empty()) return {};
  if (!pattern.has_values()) {
    return fail(client_fault("InvalidParameterException",
                             "The specified filter pattern does not support dimensions"));
  }
  if (transformation.default_value) {
    return fail(
        invalid_transformation("dimensions and default value are mutually exclusive properties."));
  }
  if (transformation.dimensions->size() > kDimensionsMax) {
    return fail(invalid_transformation("a metric has at most 3 dimensions."));
  }
  for (const auto& [name, selector] : *transformation.dimensions) {
    if (pattern.knows(selector)) continue;
    return fail(invalid_transformation("the dimension " + name +
                                       " is not a selector of the filter pattern."));
  }
  return {};
}

Result<void> check_filter_limits(Context& context, const store::LogGroup& group,
                                 const Pattern& pattern, const std::string& name) {
  std::size_t others = 0;
  int with_regex = pattern.regex_count() > 0 ? 1 : 0;
  for (const auto& filter : store::metric_filters_of(context.tx, group.id)) {
    if (filter.name == name) continue;
    ++others;
    if (regexes_in(filter.pattern) > 0) ++with_regex;
  }
  for (const auto& filter : store::subscription_filters_of(context.tx, group.id)) {
    if (filter.name != name && regexes_in(filter.pattern) > 0) ++with_regex;
  }
  const bool too_many_regexes = pattern.regex_count() > 0 && with_regex > kRegexFiltersMax;
  if (others < kMetricFiltersMax && !too_many_regexes) return {};
  return fail(client_fault("LimitExceededException", "Resource limit exceeded."));
}

void count_metrics(Context& context, const store::LogGroup& group,
                   const std::vector<store::LogEvent>& events) {
  for (const auto& filter : store::metric_filters_of(context.tx, group.id)) {
    const auto pattern = Pattern::parse(filter.pattern);
    const auto transformation = aws::decode_json<MetricTransformation>(filter.transformation_json);
    if (!pattern || !transformation) continue;
    Counter counter(*pattern, *transformation);
    for (const store::LogEvent& event : events) counter.count(event.message);
    for (const auto& [dimensions, totals] : counter.totals()) {
      const store::LogMetricName name{context.region.str(), filter.metric_namespace,
                                      filter.metric_name, dimensions,
                                      transformation->unit.value_or("None")};
      store::add_to_log_metric(context.tx, name, totals);
    }
  }
}

Result<Targets> on_metric_filters(Context& context,
                                  const aws::logs::DescribeMetricFiltersRequest& input) {
  if (input.log_group_name) return on_log_group(context, input);
  return Targets{Target{"", log_stream_arn(context, "", ""), {}}};
}

}  // namespace berth::services::logs
