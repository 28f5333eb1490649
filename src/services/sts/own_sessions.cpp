// See own_sessions.h.
#include "services/sts/own_sessions.h"

#include <algorithm>

#include <fmt/format.h>

#include "services/principals.h"

namespace berth::services::sts {
namespace {

constexpr std::int64_t kOwnSecondsDefault = 43200;
constexpr std::int64_t kRootSecondsMax = 3600;

}  // namespace

Result<void> check_long_lived(const Context& context, std::string_view operation) {
  if (!context.caller.session) return {};
  return fail(Fault{
      "AccessDenied", fmt::format("Cannot call {} with session credentials", operation), 403, {}});
}

void set_own_session(const Context& context, const std::optional<std::int32_t>& seconds,
                     SessionFacts& facts) {
  std::int64_t lasts = seconds.value_or(kOwnSecondsDefault);
  if (is_root(context.caller.principal)) lasts = std::min(lasts, kRootSecondsMax);
  facts.issued_at = context.now;
  facts.expires_at = context.now + std::chrono::seconds(lasts);
  facts.role_unique_id = context.caller.principal.unique_id;
}

}  // namespace berth::services::sts
