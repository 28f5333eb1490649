// The life of a task after its placement: what agents report, what stops it, what it gives back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/ecs.h"
#include "base/clock.h"
#include "store/ecs_records.h"
#include "store/transaction.h"

namespace berth::services::ecs {

/// What an agent reports of a task. An empty status changes the containers only.
struct TaskChange {
  std::string status;
  std::string reason;
  std::vector<aws::ecs::ContainerStateChange> containers;
  std::optional<TimePoint> pull_started_at;
  std::optional<TimePoint> pull_stopped_at;
  std::optional<TimePoint> execution_stopped_at;
};

/// Carries the report into the task's record and its instance's counts. Reports may come twice,
/// late or out of order: a status only moves forward, and a task that has stopped stays as it is.
/// True where the record changed; `task` is then as it was written.
bool apply_task_change(store::Transaction& tx, store::TaskRecord& task, const TaskChange& change,
                       TimePoint now);

/// Asks for the task's stop: the agent is told, and reports when it is done. Nothing where a stop
/// was asked for before. `stop_code` is the model's TaskStopCode.
bool request_stop(store::Transaction& tx, store::TaskRecord& task, std::string_view stop_code,
                  std::string_view reason, TimePoint now);

/// The task is over although no agent says so: its instance is gone, or it could never start there.
bool mark_stopped(store::Transaction& tx, store::TaskRecord& task, std::string_view stop_code,
                  std::string_view reason, TimePoint now);

}  // namespace berth::services::ecs
