// Sessions that a user or the account's root makes of itself, which take long-lived credentials.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "services/caller.h"
#include "services/context.h"

namespace berth::services::sts {

/// AccessDenied (403) where the caller signs with a session's credentials.
Result<void> check_long_lived(const Context& context, std::string_view operation);

/// Writes whose session it is and its times: 12 hours without a wish, an hour at most for root.
void set_own_session(const Context& context, const std::optional<std::int32_t>& seconds,
                     SessionFacts& facts);

}  // namespace berth::services::sts
