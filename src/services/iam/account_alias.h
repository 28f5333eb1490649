// Where the account's alias is kept.
#pragma once

#include <string_view>

namespace berth::services::iam {

/// The key among the installation's values (store/iam/installation.h).
inline constexpr std::string_view kAccountAlias = "account-alias";

}  // namespace berth::services::iam
