// A service as its model has it: found by its signing name.
#pragma once

#include <span>
#include <string_view>

#include "aws/operation.h"

namespace berth::aws {

struct ServiceModel {
  std::string_view name;       ///< signing name: "ecs"
  std::string_view full_name;  ///< "Amazon EC2 Container Service"
  Protocol protocol;
  std::string_view target_prefix;  ///< "AmazonEC2ContainerServiceV20141113"; empty for Query
  std::string_view api_version;    ///< "2014-11-13"
  std::string_view xml_namespace;  ///< of Query answers
  std::span<const OperationRow* const> operations;  ///< ordered by name
  std::span<const ErrorRow> errors;                 ///< all of the model's exceptions
};

/// The services whose models are APIs that Berth speaks: ecs, iam, logs, sts, and its own.
std::span<const ServiceModel* const> service_models();

/// By signing name, or null.
const ServiceModel* find_service_model(std::string_view name);
/// By the part of X-Amz-Target before the dot, or null.
const ServiceModel* find_service_model_by_target(std::string_view target_prefix);
/// By Query's Version parameter ("2010-05-08"), or null.
const ServiceModel* find_service_model_by_version(std::string_view api_version);

/// An operation of a service, or null.
const OperationRow* find_operation(const ServiceModel& service, std::string_view name);

}  // namespace berth::aws
