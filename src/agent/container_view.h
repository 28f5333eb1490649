// What an inspection says of a container, taken into the agent's record of it.
#pragma once

#include "agent/task_record.h"
#include "aws/models/docker.h"

namespace berth::agent {

/// Status, exit code, times, addresses, ports and health. An out-of-memory kill and the engine's
/// own error become the reason where there is none yet. A status never goes back.
void take_inspection(const aws::docker::ContainerInspectResponse& found,
                     ContainerRecord& container);

}  // namespace berth::agent
