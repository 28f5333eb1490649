// logs:DeleteMetricFilter: what it has counted stays.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"
#include "store/logs/filters.h"

namespace berth::services::logs {

Result<aws::Empty> delete_metric_filter(Context& context,
                                        const aws::logs::DeleteMetricFilterRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  if (!store::delete_metric_filter(context.tx, group.id, *request.filter_name)) {
    return fail(
        client_fault("ResourceNotFoundException", "The specified metric filter does not exist."));
  }
  return aws::Empty{};
}

}  // namespace berth::services::logs
