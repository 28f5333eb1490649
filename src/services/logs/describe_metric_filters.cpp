// logs:DescribeMetricFilters: of a group or of all, by a prefix of the name or by metric.
#include "aws/json_codec.h"
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "services/logs/paging.h"
#include "store/logs/filters.h"

namespace berth::services::logs {
namespace {

using aws::logs::MetricTransformation;

Result<aws::logs::MetricFilter> shown_filter(const store::MetricFilterRecord& filter) {
  BERTH_ASSIGN(MetricTransformation transformation,
               aws::decode_json<MetricTransformation>(filter.transformation_json));
  aws::logs::MetricFilter out;
  out.filter_name = filter.name;
  out.filter_pattern = filter.pattern;
  out.metric_transformations = {std::move(transformation)};
  out.creation_time = filter.created_at_ms;
  out.log_group_name = filter.group_name;
  out.apply_on_transformed_logs = false;
  return out;
}

/// A group's name has no space: it comes first.
std::string position_of_filter(const store::MetricFilterRecord& filter) {
  return filter.group_name + " " + filter.name;
}

}  // namespace

Result<aws::logs::DescribeMetricFiltersResponse> describe_metric_filters(
    Context& context, const aws::logs::DescribeMetricFiltersRequest& request) {
  if (request.metric_name.has_value() != request.metric_namespace.has_value()) {
    return fail(client_fault("InvalidParameterException",
                             "metricName and metricNamespace must be specified together."));
  }
  BERTH_ASSIGN(const std::string position, position_in(request.next_token));
  store::MetricFilterQuery query;
  query.region = context.region.str();
  query.prefix = request.filter_name_prefix.value_or("");
  query.metric_name = request.metric_name;
  query.metric_namespace = request.metric_namespace;
  if (request.log_group_name) {
    BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
    query.group_id = group.id;
  }
  const std::size_t space = std::min(position.find(' '), position.size());
  const store::FilterPosition after{position.substr(std::min(space + 1, position.size())),
                                    position.substr(0, space)};
  const int limit = request.limit.value_or(kListedAtOnce);
  auto filters = store::list_metric_filters(context.tx, query, after, limit + 1);
  aws::logs::DescribeMetricFiltersResponse response;
  cut_to_page(filters, limit, response.next_token, position_of_filter);
  auto& shown = response.metric_filters.emplace();
  for (const auto& filter : filters) {
    BERTH_ASSIGN(aws::logs::MetricFilter out, shown_filter(filter));
    shown.push_back(std::move(out));
  }
  return response;
}

}  // namespace berth::services::logs
