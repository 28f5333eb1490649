// What GetLogRecord is asked for, and whom its authorisation asks.
#pragma once

#include "aws/models/logs.h"
#include "base/result.h"
#include "services/context.h"
#include "services/operation.h"

namespace berth::services::logs {

/// The group that the record is in: InvalidParameterException where the pointer is none, or of
/// nothing that is here.
Result<Targets> on_log_record(Context& context, const aws::logs::GetLogRecordRequest& input);

}  // namespace berth::services::logs
