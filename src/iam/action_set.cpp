// AWS's own policies list more than a thousand actions: both the service and the name are searched.
#include "iam/action_set.h"

#include <algorithm>
#include <iterator>

namespace berth::iam {

ActionSet::Service& ActionSet::slot(std::string service) {
  if (service == "*") return any_service_;
  // Lists go service by service; what comes twice all the same is merged by seal().
  if (services_.empty() || services_.back().service != service) {
    services_.push_back(Service{std::move(service), {}, {}});
  }
  return services_.back();
}

void ActionSet::add(std::string_view action) {
  const std::size_t colon = action.find(':');
  if (colon == std::string_view::npos) {
    everything_ = true;
    return;
  }
  Service& service = slot(lower(action.substr(0, colon)));
  Pattern pattern(lower(action.substr(colon + 1)), {.wildcards = true});
  if (pattern.is_literal()) {
    service.names.push_back(pattern.literal());
  } else {
    service.patterns.push_back(std::move(pattern));
  }
}

void ActionSet::seal() {
  std::sort(services_.begin(), services_.end(),
            [](const Service& a, const Service& b) { return a.service < b.service; });
  std::vector<Service> merged;
  for (Service& each : services_) {
    if (merged.empty() || merged.back().service != each.service) {
      merged.push_back(std::move(each));
      continue;
    }
    Service& into = merged.back();
    std::move(each.names.begin(), each.names.end(), std::back_inserter(into.names));
    std::move(each.patterns.begin(), each.patterns.end(), std::back_inserter(into.patterns));
  }
  services_ = std::move(merged);
  for (Service& each : services_) std::sort(each.names.begin(), each.names.end());
  std::sort(any_service_.names.begin(), any_service_.names.end());
}

bool ActionSet::Service::matches(std::string_view name) const {
  const auto found = std::lower_bound(names.begin(), names.end(), name);
  if (found != names.end() && *found == name) return true;
  return std::any_of(patterns.begin(), patterns.end(),
                     [name](const Pattern& pattern) { return pattern.matches(name); });
}

bool ActionSet::contains(std::string_view service, std::string_view name) const {
  if (everything_ || any_service_.matches(name)) return true;
  const auto found = std::lower_bound(
      services_.begin(), services_.end(), service,
      [](const Service& each, std::string_view wanted) { return each.service < wanted; });
  return found != services_.end() && found->service == service && found->matches(name);
}

bool ActionSet::matches(std::string_view service, std::string_view name) const {
  return contains(service, name) != negated_;
}

bool ActionSet::touches(std::string_view service) const {
  // No action has this name, so that only what holds all of a service holds it.
  constexpr std::string_view kUnheardOf = "\x01";
  if (negated_) return matches(service, kUnheardOf);
  if (everything_ || !any_service_.names.empty() || !any_service_.patterns.empty()) return true;
  return std::any_of(services_.begin(), services_.end(),
                     [service](const Service& each) { return each.service == service; });
}

}  // namespace berth::iam
