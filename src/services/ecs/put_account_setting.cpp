// ecs:PutAccountSetting, ecs:PutAccountSettingDefault, ecs:DeleteAccountSetting: recorded; ARNs are
// in the long format whatever they say.
#include "services/ecs/account_settings.h"
#include "services/ecs/operations.h"
#include "store/ecs_records.h"

namespace berth::services::ecs {
namespace {

std::string root_of(const Context& context) {
  return "arn:aws:iam::" + context.account.str() + ":root";
}

}  // namespace

Result<aws::ecs::PutAccountSettingResponse> put_account_setting(
    Context& context, const aws::ecs::PutAccountSettingRequest& request) {
  const std::string name = request.name.value_or("");
  BERTH_ASSIGN(const std::string value, setting_value(name, request.value.value_or("")));
  const std::string owner = setting_owner(context, request.principal_arn);
  // The root user's own setting is the account's default.
  const std::string key = owner == root_of(context) ? "" : owner;
  store::put_account_setting(context.tx, {context.region.str(), key, name, value});
  aws::ecs::PutAccountSettingResponse response;
  response.setting = shown_setting(name, value, owner);
  return response;
}

Result<aws::ecs::PutAccountSettingDefaultResponse> put_account_setting_default(
    Context& context, const aws::ecs::PutAccountSettingDefaultRequest& request) {
  const std::string name = request.name.value_or("");
  BERTH_ASSIGN(const std::string value, setting_value(name, request.value.value_or("")));
  store::put_account_setting(context.tx, {context.region.str(), "", name, value});
  aws::ecs::PutAccountSettingDefaultResponse response;
  response.setting = shown_setting(name, value, root_of(context));
  return response;
}

Result<aws::ecs::DeleteAccountSettingResponse> delete_account_setting(
    Context& context, const aws::ecs::DeleteAccountSettingRequest& request) {
  const std::string name = request.name.value_or("");
  BERTH_TRY(default_of(name));
  const std::string owner = setting_owner(context, request.principal_arn);
  const std::string key = owner == root_of(context) ? "" : owner;
  const auto found = store::find_account_setting(context.tx, context.region.str(), key, name);
  store::delete_account_setting(context.tx, context.region.str(), key, name);
  aws::ecs::DeleteAccountSettingResponse response;
  response.setting = shown_setting(name, found ? found->value : "", owner);
  return response;
}

}  // namespace berth::services::ecs
