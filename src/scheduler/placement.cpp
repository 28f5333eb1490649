// Where tasks go: filter the instances that fit, then the strategies' preferences, then chance.
#include "scheduler/placement.h"

#include <algorithm>
#include <random>
#include <string_view>

namespace berth::scheduler {
namespace {

constexpr std::string_view kZone = "ecs.availability-zone";

/// Smaller is better, compared from the first on.
using Score = std::vector<std::int64_t>;

bool any_taken(const std::vector<std::int32_t>& taken, const std::vector<std::int32_t>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&taken](std::int32_t port) {
    return std::find(taken.begin(), taken.end(), port) != taken.end();
  });
}

const RequiredAttribute* missing_attribute(const Instance& instance, const Request& request) {
  for (const RequiredAttribute& wanted : request.requires_attributes) {
    if (!instance.attributes) return &wanted;
    const auto place = instance.attributes->find(wanted.name);
    const bool fits =
        place != instance.attributes->end() && (!wanted.value || *wanted.value == place->second);
    if (!fits) return &wanted;
  }
  return nullptr;
}

std::string_view attribute_value(const Instance& instance, std::string_view name) {
  if (!instance.attributes) return {};
  const auto place = instance.attributes->find(name);
  return place == instance.attributes->end() ? std::string_view() : place->second;
}

/// How many tasks run where the attribute has each of its values: of the group, and of all.
using Load = std::map<std::string_view, std::pair<std::int64_t, std::int64_t>>;

Load load_by(const std::vector<Instance>& instances, std::string_view name) {
  Load load;
  for (const Instance& instance : instances) {
    auto& entry = load[attribute_value(instance, name)];
    entry.first += instance.group_tasks;
    entry.second += instance.tasks;
  }
  return load;
}

/// Scores instances for one round: what counts over the whole cluster is counted once.
class Scorer {
 public:
  Scorer(const std::vector<Instance>& instances, const std::vector<Strategy>& strategies)
      : strategies_(strategies) {
    for (const Strategy& strategy : strategies) {
      loads_.push_back(strategy.kind == Strategy::Kind::kSpread ? load_by(instances, strategy.field)
                                                                : Load());
    }
  }

  Score score(const Instance& instance) const {
    Score score;
    for (std::size_t i = 0; i < strategies_.size(); ++i) add(score, instance, i);
    return score;
  }

 private:
  void add(Score& score, const Instance& instance, std::size_t index) const {
    switch (strategies_[index].kind) {
      case Strategy::Kind::kRandom:
        return;
      case Strategy::Kind::kSpread: {
        const auto& load = loads_[index].at(attribute_value(instance, strategies_[index].field));
        score.push_back(load.first);
        score.push_back(load.second);
        return;
      }
      case Strategy::Kind::kSpreadHosts:
        score.push_back(instance.group_tasks);
        score.push_back(instance.tasks);
        return;
      case Strategy::Kind::kBinpackCpu:
        score.push_back(instance.remaining_cpu);
        return;
      case Strategy::Kind::kBinpackMemory:
        score.push_back(instance.remaining_memory_mib);
        return;
    }
  }

  const std::vector<Strategy>& strategies_;
  std::vector<Load> loads_;
};

std::vector<std::size_t> best_of(const std::vector<Instance>& instances,
                                 const std::vector<std::size_t>& candidates,
                                 const std::vector<Strategy>& strategies) {
  const Scorer scorer(instances, strategies);
  std::vector<std::size_t> best;
  Score best_score;
  for (const std::size_t candidate : candidates) {
    Score score = scorer.score(instances[candidate]);
    if (best.empty() || score < best_score) {
      best_score = std::move(score);
      best.assign(1, candidate);
    } else if (score == best_score) {
      best.push_back(candidate);
    }
  }
  return best;
}

}  // namespace

std::optional<Refusal> refusal_of(const Instance& instance, const Request& request) {
  const auto refuse = [&instance](std::string_view reason, std::string_view detail = {}) {
    return Refusal{instance.arn, std::string(reason), std::string(detail)};
  };
  if (!instance.active) return refuse("INACTIVE");
  if (!instance.agent_connected) return refuse("AGENT");
  if (const auto* missing = missing_attribute(instance, request)) {
    return refuse("ATTRIBUTE", missing->name);
  }
  const bool member = std::all_of(request.member_of.begin(), request.member_of.end(),
                                  [&instance](const auto& each) { return each.matches(instance); });
  if (!member) return refuse("MemberOf placement constraint unsatisfied.");
  if (request.distinct_instance && instance.group_tasks > 0) {
    return refuse("DistinctInstance placement constraint unsatisfied.");
  }
  if (request.cpu > instance.remaining_cpu) return refuse("RESOURCE:CPU");
  if (request.memory_mib > instance.remaining_memory_mib) return refuse("RESOURCE:MEMORY");
  if (any_taken(instance.taken_tcp_ports, request.tcp_ports) ||
      any_taken(instance.taken_udp_ports, request.udp_ports)) {
    return refuse("RESOURCE:PORTS");
  }
  return std::nullopt;
}

void take(Instance& instance, const Request& request) {
  instance.remaining_cpu -= request.cpu;
  instance.remaining_memory_mib -= request.memory_mib;
  instance.taken_tcp_ports.insert(instance.taken_tcp_ports.end(), request.tcp_ports.begin(),
                                  request.tcp_ports.end());
  instance.taken_udp_ports.insert(instance.taken_udp_ports.end(), request.udp_ports.begin(),
                                  request.udp_ports.end());
  ++instance.tasks;
  ++instance.group_tasks;
}

Plan place(std::vector<Instance> snapshot, const Request& request, std::uint64_t seed) {
  static const std::vector<Strategy> kDefault = {{Strategy::Kind::kSpread, std::string(kZone)},
                                                 {Strategy::Kind::kSpreadHosts, ""}};
  const auto& strategies = request.strategies.empty() ? kDefault : request.strategies;
  std::mt19937_64 chance(seed);
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < snapshot.size(); ++i) {
    if (!refusal_of(snapshot[i], request)) candidates.push_back(i);
  }
  Plan plan;
  while (plan.chosen.size() < static_cast<std::size_t>(std::max(request.count, 0))) {
    if (candidates.empty()) {
      for (const Instance& instance : snapshot) {
        if (auto refusal = refusal_of(instance, request)) plan.refusals.push_back(*refusal);
      }
      break;
    }
    const auto best = best_of(snapshot, candidates, strategies);
    const std::size_t chosen = best[chance() % best.size()];
    take(snapshot[chosen], request);
    plan.chosen.push_back(chosen);
    // Only the chosen one has less than before.
    if (refusal_of(snapshot[chosen], request)) {
      candidates.erase(std::find(candidates.begin(), candidates.end(), chosen));
    }
  }
  return plan;
}

}  // namespace berth::scheduler
