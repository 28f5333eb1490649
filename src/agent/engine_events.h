// What Docker Engine tells of containers, for as long as it runs.
#pragma once

#include "agent/docker/docker_client.h"
#include "agent/task_engine.h"
#include "net/asio.h"

namespace berth::agent {

/// Looks at every container of a task, then at each that the engine tells of; and again from the
/// start where the stream breaks, because the engine may have been away. Until `stopped` is true.
net::Task<void> follow_engine_events(net::asio::io_context& context, DockerClient& docker,
                                     TaskEngine& engine, const Clock& clock, const bool& stopped);

}  // namespace berth::agent
