// ecs:ListAccountSettings: what was set, or what holds for a principal.
#include "services/ecs/account_settings.h"
#include "services/ecs/operations.h"
#include "services/ecs/paging.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {
namespace {

std::string root_of(const Context& context) {
  return "arn:aws:iam::" + context.account.str() + ":root";
}

/// The principal's own value, else the account's, else what holds without either.
aws::ecs::Setting effective(const Context& context, const SettingDefault& setting,
                            const std::string& owner) {
  for (const std::string& key : {owner, std::string()}) {
    const auto found =
        store::find_account_setting(context.tx, context.region.str(), key, setting.name);
    if (found) return shown_setting(setting.name, found->value, owner);
  }
  return shown_setting(setting.name, setting.value, owner);
}

std::vector<aws::ecs::Setting> settings_of(const Context& context,
                                           const aws::ecs::ListAccountSettingsRequest& request) {
  const std::string owner = setting_owner(context, request.principal_arn);
  std::vector<aws::ecs::Setting> settings;
  if (request.effective_settings.value_or(false)) {
    for (const SettingDefault& each : setting_defaults()) {
      settings.push_back(effective(context, each, owner));
    }
    return settings;
  }
  for (const auto& each : store::list_account_settings(context.tx, context.region.str())) {
    const std::string whose = each.principal_arn.empty() ? root_of(context) : each.principal_arn;
    if (whose == owner) settings.push_back(shown_setting(each.name, each.value, whose));
  }
  return settings;
}

}  // namespace

Result<aws::ecs::ListAccountSettingsResponse> list_account_settings(
    Context& context, const aws::ecs::ListAccountSettingsRequest& request) {
  BERTH_ASSIGN(const int size, page_size(request.max_results));
  BERTH_ASSIGN(const std::string after, page_start(request.next_token));
  aws::ecs::ListAccountSettingsResponse response;
  auto& shown = response.settings.emplace();
  for (aws::ecs::Setting& setting : settings_of(context, request)) {
    if (request.name && setting.name != request.name) continue;
    if (request.value && setting.value != request.value) continue;
    if (!after.empty() && *setting.name <= after) continue;
    if (shown.size() == static_cast<std::size_t>(size)) {
      response.next_token = aws::encode_token(*shown.back().name);
      break;
    }
    shown.push_back(std::move(setting));
  }
  return response;
}

}  // namespace berth::services::ecs
