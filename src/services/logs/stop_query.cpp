// logs:StopQuery: a query is complete at once, and what has ended cannot be stopped.
#include "services/logs/log_queries.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::logs::StopQueryResponse> stop_query(Context& context,
                                                const aws::logs::StopQueryRequest& request) {
  BERTH_TRY(require_query(context, *request.query_id));
  return fail(client_fault("InvalidParameterException", "The specified query is not running."));
}

}  // namespace berth::services::logs
