// ECS's answer to what a request says wrongly.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace berth::services::ecs {

/// InvalidParameterException with this message.
inline tl::unexpected<Fault> invalid(std::string message) {
  return fail(client_fault("InvalidParameterException", std::move(message)));
}

}  // namespace berth::services::ecs
