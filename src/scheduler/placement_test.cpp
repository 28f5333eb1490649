// Placement: each reason, the preferences, and what holds for every plan.
#include "scheduler/placement.h"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace berth::scheduler {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Instance instance(const std::string& id, std::int32_t cpu = 1024, std::int32_t memory = 1000) {
  Instance made;
  made.arn = "arn:" + id;
  made.id = id;
  made.attributes = std::make_shared<Attributes>(
      Attributes{{"com.amazonaws.ecs.capability.task-iam-role", ""}, {"ecs.os-type", "linux"}});
  made.remaining_cpu = cpu;
  made.remaining_memory_mib = memory;
  return made;
}

Request request(std::int32_t memory = 128) {
  Request made;
  made.memory_mib = memory;
  return made;
}

std::string reason(const Instance& on, const Request& of) {
  const auto refusal = refusal_of(on, of);
  return refusal ? refusal->reason : "";
}

TEST(RefusalOf, NothingWhereTheTaskFits) {
  EXPECT_EQ(reason(instance("a"), request()), "");
}

TEST(RefusalOf, NamesTheMissingAttribute) {
  Request wants = request();
  wants.requires_attributes = {{"com.amazonaws.ecs.capability.task-iam-role", std::nullopt},
                               {"com.amazonaws.ecs.capability.task-iam-role-network-host", {}}};
  const auto refusal = refusal_of(instance("a"), wants);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->arn, "arn:a");
  EXPECT_EQ(refusal->reason, "ATTRIBUTE");
  EXPECT_EQ(refusal->detail, "com.amazonaws.ecs.capability.task-iam-role-network-host");
}

TEST(RefusalOf, ComparesTheValueOfAnAttribute) {
  Request wants = request();
  wants.requires_attributes = {{"ecs.os-type", "linux"}};
  EXPECT_EQ(reason(instance("a"), wants), "");
  wants.requires_attributes = {{"ecs.os-type", "windows"}};
  EXPECT_EQ(reason(instance("a"), wants), "ATTRIBUTE");
}

TEST(RefusalOf, Resources) {
  EXPECT_EQ(reason(instance("a", 1024, 127), request(128)), "RESOURCE:MEMORY");
  EXPECT_EQ(reason(instance("a", 1024, 128), request(128)), "");
  Request cpu = request();
  cpu.cpu = 1025;
  EXPECT_EQ(reason(instance("a", 1024), cpu), "RESOURCE:CPU");
  Request ports = request();
  ports.udp_ports = {53};
  Instance taken = instance("a");
  taken.taken_tcp_ports = {53};
  EXPECT_EQ(reason(taken, ports), "");
  taken.taken_udp_ports = {53};
  EXPECT_EQ(reason(taken, ports), "RESOURCE:PORTS");
}

TEST(RefusalOf, MembersOnly) {
  Request wants = request();
  wants.member_of = {*parse_expression("attribute:ecs.os-type == linux")};
  EXPECT_EQ(reason(instance("a"), wants), "");
  wants.member_of.push_back(*parse_expression("attribute:rack exists"));
  EXPECT_EQ(reason(instance("a"), wants), "MemberOf placement constraint unsatisfied.");
}

TEST(RefusalOf, AgentAndState) {
  Instance away = instance("a");
  away.agent_connected = false;
  EXPECT_EQ(reason(away, request()), "AGENT");
  away.active = false;
  EXPECT_EQ(reason(away, request()), "INACTIVE");
}

TEST(Place, TakesTheInstanceWithFewestTasks) {
  std::vector<Instance> cluster = {instance("a"), instance("b"), instance("c")};
  cluster[0].tasks = 2;
  cluster[2].tasks = 1;
  EXPECT_THAT(place(cluster, request(), 7).chosen, ElementsAre(1));
}

TEST(Place, SpreadsOverZonesFirst) {
  const auto zone = [](const std::string& id, const std::string& name) {
    Instance made = instance(id);
    made.attributes = std::make_shared<Attributes>(Attributes{{"ecs.availability-zone", name}});
    return made;
  };
  std::vector<Instance> cluster = {zone("a", "1a"), zone("b", "1a"), zone("c", "1b")};
  cluster[0].tasks = 1;
  cluster[2].tasks = 0;
  EXPECT_THAT(place(cluster, request(), 1).chosen, ElementsAre(2));
}

TEST(Place, BinpackTakesTheFullestThatFits) {
  std::vector<Instance> cluster = {instance("a", 1024, 900), instance("b", 1024, 100),
                                   instance("c", 1024, 500)};
  Request wants = request(128);
  wants.strategies = {{Strategy::Kind::kBinpackMemory, ""}};
  EXPECT_THAT(place(cluster, wants, 1).chosen, ElementsAre(2));
}

TEST(Place, DistinctInstancesAreDistinct) {
  Request wants = request();
  wants.distinct_instance = true;
  wants.count = 3;
  const Plan plan = place({instance("a"), instance("b")}, wants, 3);
  EXPECT_THAT(plan.chosen, SizeIs(2));
  EXPECT_NE(plan.chosen[0], plan.chosen[1]);
  ASSERT_THAT(plan.refusals, SizeIs(2));
  EXPECT_EQ(plan.refusals[0].reason, "DistinctInstance placement constraint unsatisfied.");
}

TEST(Place, SaysOfEachInstanceWhyNot) {
  std::vector<Instance> cluster = {instance("a", 1024, 10), instance("b")};
  cluster[1].agent_connected = false;
  const Plan plan = place(cluster, request(), 1);
  EXPECT_THAT(plan.chosen, IsEmpty());
  ASSERT_THAT(plan.refusals, SizeIs(2));
  EXPECT_EQ(plan.refusals[0].reason, "RESOURCE:MEMORY");
  EXPECT_EQ(plan.refusals[1].reason, "AGENT");
}

TEST(Place, ChanceDecidesBetweenEqualsAndOnlyThere) {
  std::set<std::size_t> seen;
  for (std::uint64_t seed = 0; seed < 64; ++seed) {
    const Plan plan = place({instance("a"), instance("b"), instance("c")}, request(), seed);
    ASSERT_THAT(plan.chosen, SizeIs(1));
    EXPECT_EQ(plan.chosen,
              place({instance("a"), instance("b"), instance("c")}, request(), seed).chosen);
    seen.insert(plan.chosen[0]);
  }
  EXPECT_THAT(seen, SizeIs(3));
}

/// A cluster and a request drawn from `engine`.
std::pair<std::vector<Instance>, Request> drawn(std::mt19937_64& engine) {
  const auto upto = [&engine](std::uint64_t n) { return static_cast<std::int32_t>(engine() % n); };
  std::vector<Instance> cluster;
  const std::int32_t size = upto(8);
  for (std::int32_t i = 0; i < size; ++i) {
    Instance made = instance(std::to_string(i), upto(2048), upto(2048));
    made.agent_connected = upto(5) != 0;
    made.active = upto(7) != 0;
    made.tasks = upto(4);
    if (upto(3) == 0) made.taken_tcp_ports = {80};
    if (upto(4) == 0) made.attributes = std::make_shared<Attributes>();
    cluster.push_back(std::move(made));
  }
  Request wants = request(upto(1024));
  wants.cpu = upto(1024);
  wants.count = upto(11);
  if (upto(2) == 0) wants.tcp_ports = {80};
  if (upto(2) == 0) wants.requires_attributes = {{"ecs.os-type", {}}};
  wants.distinct_instance = upto(4) == 0;
  return {std::move(cluster), std::move(wants)};
}

/// The cluster after the plan; every task is checked against what those before it left.
std::vector<Instance> carried_out(std::vector<Instance> cluster, const Request& wants,
                                  const Plan& plan) {
  for (const std::size_t chosen : plan.chosen) {
    EXPECT_FALSE(refusal_of(cluster[chosen], wants).has_value());
    take(cluster[chosen], wants);
  }
  return cluster;
}

TEST(PlaceProperty, PlansFitAndAreAsLargeAsTheyCanBe) {
  std::mt19937_64 engine(20261124);
  for (int round = 0; round < 3000; ++round) {
    const auto [cluster, wants] = drawn(engine);
    const Plan plan = place(cluster, wants, engine());
    const auto after = carried_out(cluster, wants, plan);
    for (const Instance& left : after) {
      ASSERT_GE(left.remaining_cpu, 0);
      ASSERT_GE(left.remaining_memory_mib, 0);
    }
    const auto count = static_cast<std::size_t>(wants.count);
    ASSERT_LE(plan.chosen.size(), count);
    if (plan.chosen.size() == count) {
      ASSERT_THAT(plan.refusals, IsEmpty());
      continue;
    }
    // Nothing is left unplaced while it would fit somewhere, and each instance says why.
    ASSERT_THAT(plan.refusals, SizeIs(cluster.size()));
    for (const Instance& left : after) ASSERT_TRUE(refusal_of(left, wants).has_value());
  }
}

TEST(PlaceProperty, OneAfterAnotherSpreadsEvenly) {
  std::mt19937_64 engine(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Instance> cluster;
    const std::size_t size = 1 + engine() % 6;
    for (std::size_t i = 0; i < size; ++i) {
      cluster.push_back(instance(std::to_string(i), 100000, 100000));
    }
    Request wants = request(1);
    wants.count = static_cast<std::int32_t>(engine() % 40);
    const auto after = carried_out(cluster, wants, place(cluster, wants, engine()));
    const auto [least, most] =
        std::minmax_element(after.begin(), after.end(),
                            [](const Instance& a, const Instance& b) { return a.tasks < b.tasks; });
    ASSERT_LE(most->tasks - least->tasks, 1);
  }
}

}  // namespace
}  // namespace berth::scheduler
