// logs:CreateLogStream.
#include "services/logs/log_groups.h"
#include "services/logs/operations.h"

namespace berth::services::logs {

Result<aws::Empty> create_log_stream(Context& context,
                                     const aws::logs::CreateLogStreamRequest& request) {
  BERTH_TRY(check_not_reserved(*request.log_group_name));
  BERTH_ASSIGN(const store::LogGroup group, require_log_group(context, *request.log_group_name));
  store::LogStream stream;
  stream.group_id = group.id;
  stream.name = *request.log_stream_name;
  stream.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_log_stream(context.tx, stream)) {
    return fail(
        client_fault("ResourceAlreadyExistsException", "The specified log stream already exists"));
  }
  return aws::Empty{};
}

}  // namespace berth::services::logs
