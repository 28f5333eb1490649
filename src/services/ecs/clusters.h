// Finding clusters, for every operation that names one, and how a cluster is shown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// The cluster's record, whatever its status. Where the installation has `default` in every
/// region, that one is found also before it was written.
std::optional<store::ClusterRecord> find_cluster(const Context& context, std::string_view name);

/// The ACTIVE cluster that a request names. ClusterNotFoundException "Cluster not found.",
/// InvalidParameterException.
Result<store::ClusterRecord> require_cluster(const Context& context,
                                             const std::optional<std::string>& cluster);

/// The same for operations that put something on it: ClientException where it is INACTIVE.
Result<store::ClusterRecord> require_usable_cluster(const Context& context,
                                                    const std::optional<std::string>& cluster);

/// What of a cluster is shown only where it is asked for.
struct ClusterDetail {
  bool settings = true;
  bool configuration = true;
  bool statistics = false;
  bool tags = true;
};
aws::ecs::Cluster shown_cluster(const Context& context, const store::ClusterRecord& cluster,
                                const ClusterDetail& detail);

}  // namespace berth::services::ecs
