// logs:PutMetricFilter: what a group's events are counted by from now on.
#include "aws/json_codec.h"
#include "services/logs/log_groups.h"
#include "services/logs/metric_filters.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> put_metric_filter(Context& context,
                                     const aws::logs::PutMetricFilterRequest& request) {
  if (request.apply_on_transformed_logs.value_or(false) || request.field_selection_criteria ||
      request.emit_system_field_dimensions) {
    return fail(client_fault("InvalidParameterException",
                             "Transformed logs, selection criteria and system fields are not "
                             "supported: leave out applyOnTransformedLogs, "
                             "fieldSelectionCriteria and emitSystemFieldDimensions."));
  }
  BERTH_ASSIGN(const log_patterns::Pattern pattern,
               log_patterns::Pattern::parse(*request.filter_pattern));
  const aws::logs::MetricTransformation& transformation = request.metric_transformations->front();
  BERTH_TRY(check_transformation(pattern, transformation));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  BERTH_TRY(check_filter_limits(context, group, pattern, *request.filter_name));
  store::MetricFilterRecord filter;
  filter.group_id = group.id;
  filter.name = *request.filter_name;
  filter.created_at_ms = to_epoch_ms(context.now);
  filter.pattern = *request.filter_pattern;
  filter.metric_namespace = *transformation.metric_namespace;
  filter.metric_name = *transformation.metric_name;
  filter.transformation_json = aws::encode_json(transformation);
  store::put_metric_filter(context.tx, filter);
  return aws::Empty{};
}

}  // namespace berth::services::logs
