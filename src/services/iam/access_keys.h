// Access keys as requests name them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "services/context.h"
#include "store/iam/users.h"

namespace berth::services::iam {

Fault no_such_access_key(std::string_view id);

/// The key `id` of the user of that name or, without one, of the caller. Fault NoSuchEntity, also
/// where the key is another user's.
Result<store::AccessKeyRecord> requested_access_key(Context& context,
                                                    const std::optional<std::string>& user_name,
                                                    std::string_view id);

}  // namespace berth::services::iam
