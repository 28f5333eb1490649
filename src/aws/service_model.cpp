// The services whose APIs Berth speaks, found by name, target or version.
#include "aws/service_model.h"

#include <algorithm>

#include "aws/models/berth.h"
#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/logs.h"
#include "aws/models/sts.h"
#include "aws/shape_ops.h"

namespace berth::aws {

const StructShape& Empty::shape() {
  return kEmptyShape;
}

namespace {

constexpr const ServiceModel* kServices[] = {&berth::kService, &ecs::kService, &iam::kService,
                                             &logs::kService, &sts::kService};

template <class Predicate>
const ServiceModel* find_if(Predicate predicate) {
  const auto* found = std::find_if(std::begin(kServices), std::end(kServices), predicate);
  return found == std::end(kServices) ? nullptr : *found;
}

}  // namespace

std::span<const ServiceModel* const> service_models() {
  return kServices;
}

const ServiceModel* find_service_model(std::string_view name) {
  return find_if([name](const ServiceModel* service) { return service->name == name; });
}

const ServiceModel* find_service_model_by_target(std::string_view target_prefix) {
  if (target_prefix.empty()) return nullptr;
  return find_if([target_prefix](const ServiceModel* service) {
    return service->target_prefix == target_prefix;
  });
}

const ServiceModel* find_service_model_by_version(std::string_view api_version) {
  return find_if([api_version](const ServiceModel* service) {
    return service->protocol == Protocol::kQuery && service->api_version == api_version;
  });
}

const OperationRow* find_operation(const ServiceModel& service, std::string_view name) {
  const auto found = std::lower_bound(
      service.operations.begin(), service.operations.end(), name,
      [](const OperationRow* row, std::string_view wanted) { return row->name < wanted; });
  return found != service.operations.end() && (*found)->name == name ? *found : nullptr;
}

}  // namespace berth::aws
