// The collectors of evidence: a file each, and the order in which they build on one another.
#pragma once

#include <string>

#include "doctor/asking.h"
#include "doctor/evidence.h"
#include "net/asio.h"

namespace berth::doctor {

/// All that `evidence`'s subject needs: what it names (subject, region, cluster, task, definition,
/// container) is filled in by the caller, the rest here. Nothing is changed by asking. `asking` and
/// `evidence` outlive the call. Independent questions are asked side by side.
net::Task<void> collect(const Asking& asking, Evidence& evidence);

/// sts:GetCallerIdentity; with `policies`, what a user's or a role's policies say, too.
net::Task<void> collect_caller(const Asking& asking, Evidence& evidence, bool policies);
/// ecs:DescribeTasks, and where the task is not in its cluster, the clusters that have it.
net::Task<void> collect_task(const Asking& asking, Evidence& evidence);
/// ecs:DescribeTaskDefinition of the task's definition or of `definition_name`, and of the newest
/// revision.
net::Task<void> collect_definition(const Asking& asking, Evidence& evidence);
/// The cluster.
net::Task<void> collect_cluster(const Asking& asking, Evidence& evidence);
/// The task's container instance, or all of the cluster's.
net::Task<void> collect_instances(const Asking& asking, Evidence& evidence);
/// The roles that the definition and the override name.
net::Task<void> collect_roles(const Asking& asking, Evidence& evidence);
/// Log groups, streams and the last lines of each container.
net::Task<void> collect_logs(const Asking& asking, Evidence& evidence);

/// iam:GetRole of `role.name`, its policies, and where it is not there, roles of like names.
net::Task<void> collect_role(const Asking& asking, RoleSeen& role);
/// A managed policy's default version.
net::Task<void> collect_managed_policy(const Asking& asking, std::string arn, Policies& policies,
                                       bool is_boundary);

}  // namespace berth::doctor
