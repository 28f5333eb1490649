// See credential_report.h.
#include "services/iam/credential_report.h"

#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "base/time_format.h"
#include "services/entity_names.h"
#include "services/iam/entities.h"
#include "store/iam/installation.h"
#include "store/iam/mfa_devices.h"
#include "store/iam/passwords.h"
#include "store/iam/users.h"

namespace berth::services::iam {
namespace {

constexpr std::string_view kColumns =
    "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,"
    "password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,"
    "access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,"
    "access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,"
    "access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,"
    "cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
constexpr std::string_view kNoKey = "false,N/A,N/A,N/A,N/A";
constexpr std::string_view kNoCertificates = "false,N/A,false,N/A";
constexpr int kUsersMax = 100'000;
constexpr std::int64_t kDayMs = 86'400'000;

std::string shown_time(std::int64_t epoch_ms) {
  std::string text = format_iso8601(from_epoch_ms(epoch_ms));
  text.replace(text.size() - 1, 1, "+00:00");
  return text;
}

std::string shown_time(const std::optional<std::int64_t>& epoch_ms) {
  return epoch_ms ? shown_time(*epoch_ms) : "N/A";
}

std::string_view shown_text(const std::string& text) {
  return text.empty() ? "N/A" : std::string_view(text);
}

/// Names may hold commas.
std::string quoted(const std::string& text) {
  return text.find(',') == std::string::npos ? text : '"' + text + '"';
}

std::string key_columns(const store::AccessKeyRecord& key) {
  return fmt::format("{},{},{},{},{}", key.active, shown_time(key.created_at_ms),
                     shown_time(key.last_used_at_ms), shown_text(key.last_used_region),
                     shown_text(key.last_used_service));
}

/// Enabled, last used, last changed, next rotation. Nobody signs in to Berth with a password.
std::string password_columns(const std::optional<store::LoginProfileRecord>& profile,
                             const std::optional<store::PasswordPolicyRecord>& policy) {
  if (!profile) return "false,N/A,N/A,N/A";
  const auto days = policy ? policy->max_age_days : std::nullopt;
  return fmt::format("true,no_information,{},{}", shown_time(profile->changed_at_ms),
                     days ? shown_time(profile->changed_at_ms + *days * kDayMs) : "N/A");
}

std::string root_line(Context& context) {
  const auto created = store::find_installation_value(context.tx, "created-at-ms");
  std::int64_t created_at_ms = 0;
  if (created) {
    std::from_chars(created->data(), created->data() + created->size(), created_at_ms);
  }
  const std::string at = shown_time(created_at_ms);
  return fmt::format(
      "<root_account>,{},{},not_supported,no_information,not_supported,not_supported,false,"
      "true,{},N/A,N/A,N/A,{},{}\n",
      root_arn(context.account), at, at, kNoKey, kNoCertificates);
}

}  // namespace

std::string make_credential_report(Context& context) {
  const auto policy = store::find_password_policy(context.tx);
  std::string report = fmt::format("{}\n{}", kColumns, root_line(context));
  for (const auto& user : store::list_users(context.tx, "/", "", kUsersMax)) {
    const auto keys = store::list_access_keys(context.tx, user.id);
    const auto profile = store::find_login_profile(context.tx, user.id);
    const bool mfa = !store::list_mfa_devices_of(context.tx, user.id).empty();
    report +=
        fmt::format("{},{},{},{},{},{},{},{}\n", quoted(user.name), quoted(user_arn(context, user)),
                    shown_time(user.created_at_ms), password_columns(profile, policy), mfa,
                    keys.empty() ? std::string(kNoKey) : key_columns(keys[0]),
                    keys.size() < 2 ? std::string(kNoKey) : key_columns(keys[1]), kNoCertificates);
  }
  return report;
}

}  // namespace berth::services::iam
