// logs:DeleteLogStream: events go with the stream.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> delete_log_stream(Context& context,
                                     const aws::logs::DeleteLogStreamRequest& request) {
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  BERTH_ASSIGN(const store::LogStream stream,
               require_log_stream(context, group, *request.log_stream_name));
  store::delete_log_stream(context.tx, stream.id);
  return aws::Empty{};
}

}  // namespace berth::services::logs
