// Named rules that generalise resources; each keeps account, region and what the thing belongs to.
#include "services/berth/resource_rules.h"

namespace berth::services::own {
namespace {

struct Rule {
  std::string_view name;
  std::string_view service;
  std::string_view kind;       ///< the resource begins with it
  std::string_view separator;  ///< what follows its last one is let go of
};

constexpr Rule kRules[] = {
    {"tasks-of-cluster", "ecs", "task/", "/"},
    {"instances-of-cluster", "ecs", "container-instance/", "/"},
    {"revisions-of-family", "ecs", "task-definition/", ":"},
    {"streams-of-log-group", "logs", "log-group:", ":log-stream:"},
};

/// The offset of an ARN's last field, and its service; nothing for what is no ARN.
struct Place {
  std::string_view service;
  std::size_t resource = 0;
};
std::optional<Place> place_in(std::string_view arn) {
  Place place;
  std::size_t colon = 0;
  for (int field = 0; field < 5; ++field) {
    const std::size_t next = arn.find(':', colon);
    if (next == std::string_view::npos) return std::nullopt;
    if (field == 2) place.service = arn.substr(colon, next - colon);
    colon = next + 1;
  }
  place.resource = colon;
  return place;
}

}  // namespace

std::optional<Generalised> generalise(std::string_view arn) {
  const auto place = place_in(arn);
  if (!place) return std::nullopt;
  for (const Rule& rule : kRules) {
    if (rule.service != place->service) continue;
    if (!arn.substr(place->resource).starts_with(rule.kind)) continue;
    const std::size_t end = arn.rfind(rule.separator);
    if (end == std::string_view::npos || end < place->resource + rule.kind.size()) continue;
    const std::string_view kept = arn.substr(0, end + rule.separator.size());
    return Generalised{rule.name, std::string(kept) + "*"};
  }
  return std::nullopt;
}

}  // namespace berth::services::own
