// Which services a trust policy may name. AWS refuses the others: it keeps no public list, so that
// this one is of the names that its documentation of service roles, service-linked roles and
// resource policies gives.
#pragma once

#include <string_view>

namespace berth::services {

/// True for "ecs-tasks.amazonaws.com" and for a service of a region,
/// "logs.eu-west-1.amazonaws.com"; in China also with ".cn" at the end. Names are in lower case.
bool is_known_service_principal(std::string_view name);

}  // namespace berth::services
