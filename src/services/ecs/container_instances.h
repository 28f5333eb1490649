// Finding container instances, for every operation that names one.
#pragma once

#include <string>
#include <string_view>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "services/context.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {

/// An instance that is not deregistered. InvalidParameterException "The referenced container
/// instance was not found.".
Result<store::ContainerInstanceRecord> require_container_instance(
    Context& context, const store::ClusterRecord& cluster, std::string_view instance);

/// The failure of a list that names an instance which is not there.
aws::ecs::Failure missing_instance(const Context& context, const store::ClusterRecord& cluster,
                                   std::string_view id);

}  // namespace berth::services::ecs
