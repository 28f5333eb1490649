// The spellings of entity_names.h.
#include "services/entity_names.h"

#include <fmt/format.h>

namespace berth::services {

std::string iam_arn(const AccountId& account, std::string_view kind, std::string_view path,
                    std::string_view name) {
  return fmt::format("arn:aws:iam::{}:{}{}{}", account.str(), kind, path, name);
}

std::string root_arn(const AccountId& account) {
  return fmt::format("arn:aws:iam::{}:root", account.str());
}

std::string session_arn(const AccountId& account, std::string_view role_name,
                        std::string_view session_name) {
  return fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", account.str(), role_name, session_name);
}

std::string oidc_provider_arn(const AccountId& account, std::string_view name) {
  return fmt::format("arn:aws:iam::{}:oidc-provider/{}", account.str(), name);
}

std::optional<EntityName> parse_iam_arn(std::string_view arn) {
  constexpr std::string_view kPrefix = "arn:aws:iam::";
  if (arn.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  arn.remove_prefix(kPrefix.size());
  const std::size_t colon = arn.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  EntityName name;
  name.account = arn.substr(0, colon);
  const std::string_view resource = arn.substr(colon + 1);
  const std::size_t slash = resource.find('/');
  name.kind = resource.substr(0, slash);
  if (slash == std::string_view::npos) {
    if (name.kind != "root") return std::nullopt;
    return name;
  }
  const std::size_t last = resource.rfind('/');
  name.path = resource.substr(slash, last - slash + 1);
  name.name = resource.substr(last + 1);
  if (name.name.empty()) return std::nullopt;
  return name;
}

std::string new_unique_id(Random& random, std::string_view prefix) {
  return std::string(prefix) + random_base32(random, 17);
}

}  // namespace berth::services
