// From a task to the log streams of its containers, asked of ECS as any client asks.
#pragma once

#include <string>
#include <vector>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "client/aws_client.h"
#include "net/asio.h"

namespace berth::cli {

/// A task as a user names it.
struct TaskName {
  std::string task;     ///< id or ARN; empty: the newest
  std::string cluster;  ///< name or ARN
  std::string region;
};

/// Where the lines of one container are.
struct LogSource {
  std::string container;
  std::string region;
  std::string group;
  std::string stream;  ///< empty while it is not known: see name_stream()
};

/// Cluster and region of a task's ARN in place of those given; the rest as it was.
TaskName resolved(TaskName name);

/// What follows the last slash of a task's ARN.
std::string task_id_of(const aws::ecs::Task& task);

/// The task of that name, or the newest of the cluster, running or stopped, by its createdAt. Fault
/// "NoTask" where there is none, or the service's. `ecs` outlives the call.
net::Task<Result<aws::ecs::Task>> find_task(client::AwsClient& ecs, TaskName name);

/// The definition that a task was started from.
net::Task<Result<aws::ecs::TaskDefinition>> definition_of(client::AwsClient& ecs,
                                                          aws::ecs::Task task);

/// The streams of the containers that log to CloudWatch Logs, in the definition's order; of
/// `container` alone unless it is empty. `region` is for those whose options name none. Fault
/// "NoContainer" where the definition has no such container, "NoLogs" where none logs there.
Result<std::vector<LogSource>> log_sources(const aws::ecs::TaskDefinition& definition,
                                           const aws::ecs::Task& task, const std::string& container,
                                           const std::string& region);

/// A container without awslogs-stream-prefix logs to a stream named by its id in the engine, which
/// is known once it is made: fills in the name where it is missing and known by now.
void name_stream(const aws::ecs::Task& task, LogSource& source);

}  // namespace berth::cli
