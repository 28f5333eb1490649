// What a decision costs the request that waits for it, with and without its record, and what the
// record costs the process besides.
#include <benchmark/benchmark.h>

#include "base/clock.h"
#include "base/random.h"
#include "services/authorizer_of_store.h"
#include "services/decision_log.h"
#include "services/principals.h"
#include "services/session_tokens_sealed.h"
#include "store/iam/policies.h"
#include "store/iam/roles.h"
#include "store/testing.h"

namespace berth::services {
namespace {

constexpr const char* kPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecs:List*","ecs:Describe*"],)"
    R"("Resource":"*"},{"Effect":"Allow","Action":"ecs:StopTask","Resource":)"
    R"("arn:aws:ecs:*:*:task/web/*"}]})";

/// A role's session that calls.
class Setting {
 public:
  Setting() {
    store::RoleRecord role;
    role.id = "AROAEXAMPLEEXAMPLE000";
    role.name = "web";
    role.trust_policy = "{}";
    (void)store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      store::insert_role(tx, role);
      store::put_inline_policy(tx, role.id, {"own", kPolicy});
      return {};
    });
    caller_.principal = role_session_principal(account_, role, "s1");
    caller_.access_key_id = AccessKeyId("ASIAEXAMPLEEXAMPLE00");
    caller_.session.emplace().role_unique_id = role.id;
    caller_.source_address = "10.0.0.7";
    caller_.user_agent = "aws-cli/2.9.19 Python/3.11.2 Linux/6.1.0 source/x86_64 prompt/off";
  }

  store::Store& store() { return *store_; }
  const Clock& clock() const { return clock_; }

  void authorize(Authorizer& authorizer, std::string_view action, std::string_view resource = "*") {
    (void)store_->read([&](store::Transaction& tx) -> Result<void> {
      Context context{caller_,     account_,   region_, tx,        clock_.now(), random_,
                      request_id_, authorizer, tokens_, settings_, effects_};
      benchmark::DoNotOptimize(authorizer.authorize(context, action, resource, {}));
      return {};
    });
  }

 private:
  store::TemporaryStore store_;
  SystemClock clock_;
  SeededRandom random_{7};
  AccountId account_{"123456789012"};
  Region region_{"us-west-2"};
  std::string request_id_ = "11111111-2222-4333-8444-555555555555";
  Caller caller_;
  SealedSessionTokens tokens_{Secret(std::string(32, 'k')), AccountId("123456789012")};
  ServiceSettings settings_;
  Effects effects_;
};

void run(benchmark::State& state, bool recorded, std::string_view action) {
  Setting setting;
  std::uint64_t dropped = 0;
  DecisionLogOptions options;
  options.counted = [&dropped](const DecisionCounts& counts) { dropped += counts.dropped; };
  std::unique_ptr<DecisionLog> log;
  if (recorded) log = std::make_unique<DecisionLog>(setting.store(), setting.clock(), options);
  const auto authorizer =
      make_authorizer(AccountId("123456789012"), IamMode::kEnforce, {}, log.get());
  for (auto _ : state) setting.authorize(*authorizer, action);
  log.reset();
  state.counters["dropped"] = static_cast<double>(dropped);
}

void allowed(benchmark::State& state) {
  run(state, false, "ecs:ListTasks");
}
void allowed_and_recorded(benchmark::State& state) {
  run(state, true, "ecs:ListTasks");
}
void denied(benchmark::State& state) {
  run(state, false, "ecs:RunTask");
}
void denied_and_recorded(benchmark::State& state) {
  run(state, true, "ecs:RunTask");
}

// So many that the queue takes them all: what is measured is the request's side.
constexpr std::int64_t kFewEnoughForTheQueue = 8000;
BENCHMARK(allowed)->Iterations(kFewEnoughForTheQueue)->Repetitions(5)->ReportAggregatesOnly();
BENCHMARK(allowed_and_recorded)
    ->Iterations(kFewEnoughForTheQueue)
    ->Repetitions(5)
    ->ReportAggregatesOnly();
BENCHMARK(denied)->Iterations(kFewEnoughForTheQueue)->Repetitions(5)->ReportAggregatesOnly();
BENCHMARK(denied_and_recorded)
    ->Iterations(kFewEnoughForTheQueue)
    ->Repetitions(5)
    ->ReportAggregatesOnly();

/// The whole process, writing included and paced by it: CPU time of all threads for a decision.
void whole(benchmark::State& state, bool recorded, bool alike) {
  constexpr int kAtOnce = 2000;
  Setting setting;
  std::unique_ptr<DecisionLog> log;
  if (recorded) {
    log = std::make_unique<DecisionLog>(setting.store(), setting.clock(), DecisionLogOptions{});
  }
  const auto authorizer =
      make_authorizer(AccountId("123456789012"), IamMode::kEnforce, {}, log.get());
  std::int64_t number = 0;
  for (auto _ : state) {
    for (int i = 0; i < kAtOnce; ++i) {
      const std::string resource = alike ? "*" : "arn:aws:ecs:::" + std::to_string(++number);
      setting.authorize(*authorizer, "ecs:ListTasks", resource);
    }
    authorizer->hand_over_decisions();
    (void)setting.store().write_and_wait([](store::Transaction&) -> Result<void> { return {}; });
  }
  state.SetItemsProcessed(state.iterations() * kAtOnce);
}
void whole_unrecorded(benchmark::State& state) {
  whole(state, false, true);
}
void whole_recorded_alike(benchmark::State& state) {
  whole(state, true, true);
}
void whole_recorded_distinct(benchmark::State& state) {
  whole(state, true, false);
}
BENCHMARK(whole_unrecorded)->MeasureProcessCPUTime()->Iterations(20);
BENCHMARK(whole_recorded_alike)->MeasureProcessCPUTime()->Iterations(20);
BENCHMARK(whole_recorded_distinct)->MeasureProcessCPUTime()->Iterations(20);

}  // namespace
}  // namespace berth::services

BENCHMARK_MAIN();
