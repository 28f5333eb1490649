// Account settings: their names, values and defaults, and whose they are.
#pragma once

#include <string>

#include "aws/models/ecs.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::ecs {

/// The canonical spelling of a value ("true" and "on" are no values). InvalidParameterException for
/// a setting or a value that there is not.
Result<std::string> setting_value(const std::string& name, const std::string& value);

/// All settings' names, and what holds where nobody set anything.
struct SettingDefault {
  const char* name;
  const char* value;
};
std::vector<SettingDefault> setting_defaults();
/// InvalidParameterException where there is no such setting.
Result<std::string> default_of(const std::string& name);

/// Whose setting a request means: the principal that it names, or the caller's user or role.
std::string setting_owner(const Context& context, const std::optional<std::string>& principal_arn);

aws::ecs::Setting shown_setting(const std::string& name, const std::string& value,
                                const std::string& principal_arn);

}  // namespace berth::services::ecs
