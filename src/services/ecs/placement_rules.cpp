// Placement constraints and strategies of a request, turned into what the scheduler takes.
#include "services/ecs/placement_rules.h"

#include <string>

#include "services/ecs/invalid.h"

namespace berth::services::ecs {
namespace {

Result<void> add_member_of(const std::optional<std::string>& expression,
                           scheduler::Request& needs) {
  BERTH_ASSIGN(auto parsed, scheduler::parse_expression(expression.value_or("")));
  needs.member_of.push_back(std::move(parsed));
  return {};
}

Result<scheduler::Strategy> strategy_of(const aws::ecs::PlacementStrategy& given) {
  using Kind = scheduler::Strategy::Kind;
  constexpr std::string_view kAttribute = "attribute:";
  const std::string type = given.type.value_or("");
  const std::string field = given.field.value_or("");
  if (type == "random") return scheduler::Strategy{Kind::kRandom, ""};
  if (type == "spread") {
    if (field.empty() || field == "instanceId" || field == "host") {
      return scheduler::Strategy{Kind::kSpreadHosts, ""};
    }
    const bool prefixed = field.starts_with(kAttribute);
    return scheduler::Strategy{Kind::kSpread, prefixed ? field.substr(kAttribute.size()) : field};
  }
  if (type == "binpack") {
    if (field == "cpu" || field == "CPU") return scheduler::Strategy{Kind::kBinpackCpu, ""};
    if (field == "memory" || field == "MEMORY") {
      return scheduler::Strategy{Kind::kBinpackMemory, ""};
    }
    return invalid("The binpack strategy's field should be one of [cpu,memory]");
  }
  return invalid("Placement strategy type should be one of [random,spread,binpack]");
}

}  // namespace

Result<void> add_placement_rules(
    const std::optional<std::vector<aws::ecs::TaskDefinitionPlacementConstraint>>& own,
    const std::optional<std::vector<aws::ecs::PlacementConstraint>>& constraints,
    const std::optional<std::vector<aws::ecs::PlacementStrategy>>& strategies,
    scheduler::Request& needs) {
  if (own) {
    for (const auto& constraint : *own) {
      if (constraint.type && *constraint.type != "memberOf") {
        return invalid("Placement constraint type should be one of [memberOf]");
      }
      BERTH_TRY(add_member_of(constraint.expression, needs));
    }
  }
  if (constraints) {
    for (const auto& constraint : *constraints) {
      if (constraint.type == "distinctInstance") {
        needs.distinct_instance = true;
      } else if (constraint.type == "memberOf") {
        BERTH_TRY(add_member_of(constraint.expression, needs));
      } else {
        return invalid("Placement constraint type should be one of [distinctInstance,memberOf]");
      }
    }
  }
  if (strategies) {
    for (const auto& each : *strategies) {
      BERTH_ASSIGN(scheduler::Strategy strategy, strategy_of(each));
      needs.strategies.push_back(std::move(strategy));
    }
  }
  return {};
}

}  // namespace berth::services::ecs
