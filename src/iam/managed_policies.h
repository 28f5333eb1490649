// The policies that AWS manages and users of ECS attach, embedded in the executable.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace berth::iam {

/// The document of "arn:aws:iam::aws:policy/…", as text; null where Berth has none of that ARN.
const std::string* managed_policy(std::string_view arn);

/// All ARNs, in order.
const std::vector<std::string>& managed_policy_arns();

}  // namespace berth::iam
