// See login_profiles.h.
#include "services/iam/login_profiles.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "crypto/password_hash.h"
#include "services/iam/entities.h"

namespace berth::services::iam {
namespace {

constexpr std::int64_t kFormerPasswordsKept = 24;
constexpr std::int64_t kDefaultLengthMin = 8;
constexpr std::size_t kDefaultKindsMin = 3;
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kNumbers = "0123456789";
constexpr std::string_view kSymbols = "!@#$%^&*()_+-=[]{}|'";

Fault password_violation(std::string message) {
  return client_fault("PasswordPolicyViolation", std::move(message));
}

bool has_any(std::string_view password, std::string_view of) {
  return password.find_first_of(of) != std::string_view::npos;
}

Result<void> check_length(const std::string& password, std::int64_t minimum) {
  const auto characters = std::count_if(password.begin(), password.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  });
  if (characters >= minimum) return {};
  return fail(
      password_violation(fmt::format("Password should have a minimum length of {}", minimum)));
}

/// A kind of characters and how AWS asks for it.
struct Kind {
  std::string_view of;
  std::string_view asked;
};
constexpr Kind kCharacterKinds[] = {{kUpper, "Password should have at least one uppercase letter"},
                                    {kLower, "Password should have at least one lowercase letter"},
                                    {kNumbers, "Password should have at least one number"},
                                    {kSymbols, "Password should have at least one symbol"}};

Result<void> check_default(const Context& context, const std::string& password) {
  BERTH_TRY(check_length(password, kDefaultLengthMin));
  std::vector<std::string_view> lacking;
  for (const Kind& kind : kCharacterKinds) {
    if (!has_any(password, kind.of)) lacking.push_back(kind.asked);
  }
  const std::size_t more = lacking.size() + kDefaultKindsMin - std::size(kCharacterKinds);
  if (lacking.size() + kDefaultKindsMin > std::size(kCharacterKinds)) {
    return fail(password_violation(
        fmt::format("Password should meet {} more of the following requirements: {}", more,
                    fmt::join(lacking, ", "))));
  }
  if (password != context.account.str()) return {};
  return fail(password_violation("Password should not be the name of the account"));
}

}  // namespace

Result<store::LoginProfileRecord> require_login_profile(Context& context,
                                                        const store::UserRecord& user) {
  auto profile = store::find_login_profile(context.tx, user.id);
  if (profile) return std::move(*profile);
  return fail(no_such_entity(fmt::format("Login Profile for User {} cannot be found.", user.name)));
}

aws::iam::LoginProfile shown_login_profile(const store::UserRecord& user,
                                           const store::LoginProfileRecord& profile) {
  aws::iam::LoginProfile shown;
  shown.user_name = user.name;
  shown.create_date = from_epoch_ms(profile.created_at_ms);
  shown.password_reset_required = profile.reset_required;
  return shown;
}

Result<void> check_password(Context& context, const std::string& password) {
  const auto policy = store::find_password_policy(context.tx);
  if (!policy) return check_default(context, password);
  BERTH_TRY(check_length(password, policy->minimum_length));
  const bool required[] = {policy->require_upper, policy->require_lower, policy->require_numbers,
                           policy->require_symbols};
  for (std::size_t i = 0; i < std::size(kCharacterKinds); ++i) {
    if (!required[i] || has_any(password, kCharacterKinds[i].of)) continue;
    return fail(password_violation(std::string(kCharacterKinds[i].asked)));
  }
  return {};
}

Result<void> replace_password(Context& context, store::LoginProfileRecord& profile,
                              const std::string& password) {
  BERTH_TRY(check_password(context, password));
  const auto policy = store::find_password_policy(context.tx);
  auto before = store::list_former_passwords(context.tx, profile.user_id);
  before.insert(before.begin(), profile.password_hash);
  const auto minded = static_cast<std::size_t>(policy ? policy->reuse_prevention.value_or(0) : 0);
  before.resize(std::min(before.size(), minded));
  // A user's passwords share a salt: twenty-four of them would hold the store's writer up for two
  // seconds otherwise.
  const std::string next = crypto::hash_password_like(password, profile.password_hash);
  if (std::find(before.begin(), before.end(), next) != before.end()) {
    return fail(
        password_violation("Password does not conform to the account password policy: it "
                           "was used before."));
  }
  store::add_former_password(context.tx, profile.user_id, profile.password_hash,
                             kFormerPasswordsKept);
  profile.password_hash = next;
  profile.changed_at_ms = to_epoch_ms(context.now);
  return {};
}

}  // namespace berth::services::iam
