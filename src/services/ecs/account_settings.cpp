// Account settings: their names, values and defaults, and whose they are.
#include "services/ecs/account_settings.h"

#include <algorithm>

#include "services/ecs/caller.h"
#include "services/ecs/invalid.h"

namespace berth::services::ecs {
namespace {

bool accepts(const std::string& name, const std::string& value) {
  const auto any = [&value](std::initializer_list<const char*> values) {
    return std::any_of(values.begin(), values.end(), [&](const char* v) { return value == v; });
  };
  if (name == "containerInsights") return any({"enabled", "disabled", "enhanced"});
  if (name == "tagResourceAuthorization" || name == "guardDutyActivate") {
    return any({"on", "off", "enabled", "disabled"});
  }
  if (name == "fargateTaskRetirementWaitPeriod") return any({"0", "7", "14"});
  if (name == "defaultLogDriverMode") return any({"blocking", "non-blocking"});
  return any({"enabled", "disabled"});
}

}  // namespace

std::vector<SettingDefault> setting_defaults() {
  return {
      {"awsvpcTrunking", "disabled"},
      {"containerInsights", "disabled"},
      {"containerInstanceLongArnFormat", "enabled"},
      {"defaultLogDriverMode", "non-blocking"},
      {"fargateEventWindows", "disabled"},
      {"fargateFIPSMode", "disabled"},
      {"fargateTaskRetirementWaitPeriod", "7"},
      {"guardDutyActivate", "off"},
      {"serviceLongArnFormat", "enabled"},
      {"tagResourceAuthorization", "on"},
      {"taskLongArnFormat", "enabled"},
  };
}

Result<std::string> default_of(const std::string& name) {
  std::string names;
  for (const SettingDefault& setting : setting_defaults()) {
    if (setting.name == name) return std::string(setting.value);
    if (!names.empty()) names += ',';
    names += setting.name;
  }
  return invalid("setting name should be one of [" + names + "]");
}

Result<std::string> setting_value(const std::string& name, const std::string& value) {
  BERTH_TRY(default_of(name));
  if (name.ends_with("LongArnFormat") && value == "disabled") {
    return invalid("You can no longer disable Long Arn settings.");
  }
  if (!accepts(name, value)) return invalid("Invalid value '" + value + "' for " + name + ".");
  return value;
}

std::string setting_owner(const Context& context, const std::optional<std::string>& principal_arn) {
  return principal_arn ? *principal_arn : caller_owner_arn(context);
}

aws::ecs::Setting shown_setting(const std::string& name, const std::string& value,
                                const std::string& principal_arn) {
  aws::ecs::Setting setting;
  setting.name = name;
  setting.value = value;
  setting.principal_arn = principal_arn;
  setting.type = name == "guardDutyActivate" ? "aws_managed" : "user";
  return setting;
}

}  // namespace berth::services::ecs
