// Where a container's log goes and what its definition wants of it.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "agent/container_request.h"
#include "agent/task_record.h"

namespace re2 {
class RE2;
}

namespace berth::agent {

struct LogTarget {
  std::string group;
  std::string stream;
  std::string region;
  bool create_group = false;                   ///< awslogs-create-group
  std::shared_ptr<const re2::RE2> first_line;  ///< of an event; null: each line is one
  std::string credentials_id;                  ///< whose (credentials/credential_store.h)
};

/// Nothing where the log is the engine's to deliver: another driver than awslogs, a stream that
/// others may write to as well (awslogs-stream), an endpoint of its own, or options that only the
/// engine knows or finds wrong.
std::optional<LogTarget> find_log_target(const TaskRecord& task,
                                         const aws::acs::Container& definition,
                                         const LogDelivery& logs);

/// awslogs-datetime-format as a regular expression, which the rest of it is already, as in Docker's
/// own "\\[%b %d, %Y %H:%M:%S\\]"; nothing where it holds an unknown letter.
std::optional<std::string> pattern_of_datetime_format(std::string_view format);

}  // namespace berth::agent
