// Which container of a task may start, and which may stop: what links, volumes and dependsOn ask.
#pragma once

#include "agent/task_record.h"

namespace berth::agent {

/// Whether what a container depends on has come far enough.
enum class Readiness {
  kWait,   ///< not yet
  kReady,  ///< it may start
  kNever,  ///< what it depends on will never be so: it cannot start
};

/// The container's dependsOn (START, COMPLETE, SUCCESS, HEALTHY), its links (the other runs) and
/// its volumesFrom (the other is created). A name that the task has not is kNever.
Readiness readiness_to_start(const TaskRecord& task, const ContainerRecord& container);

/// A container stops after those that depend on it, as the container agent does.
bool may_stop(const TaskRecord& task, const ContainerRecord& container);

}  // namespace berth::agent
