// What answers at 169.254.170.2:80 and 127.0.0.1:51679: credentials and metadata of containers.
#pragma once

#include <functional>
#include <string>

#include "agent/credentials/audit_log.h"
#include "agent/credentials/credential_store.h"
#include "agent/credentials/refusal_counts.h"
#include "agent/settings.h"
#include "agent/task_directory.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/http_server.h"

namespace berth::agent {

/// What the endpoint answers from. The references outlive the handler and every request under way.
struct EndpointParts {
  CredentialStore& credentials;
  TaskDirectory& tasks;
  AuditLog& audit;
  RefusalCounts& refusals;
  const Clock& clock;
  /// Where `stats` is called.
  net::asio::io_context& main_context;
  /// ECS_TASK_METADATA_RPS_LIMIT, for each client address and each task.
  RateLimit limit;
  /// Name or ARN, as the metadata and the audit log show it.
  std::string cluster;
  /// The instance's ARN, or empty before it is registered. Called on any thread.
  std::function<std::string()> container_instance_arn;
  /// One sample of the engine's statistics, as JSON. Called on `main_context`.
  std::function<net::Task<Result<std::string>>(std::string docker_id)> stats;
};

/// Serves /v1/credentials, /v2/credentials/<id>, /v2/metadata, /v2/stats, /v3/<id> and /v4/<id>
/// with the answers of amazon-ecs-agent (recorded from v1.83.0), and keeps ids to the tasks they
/// belong to. Runs on any of the runtime's threads.
net::HttpHandler make_endpoint_handler(EndpointParts parts);

}  // namespace berth::agent
