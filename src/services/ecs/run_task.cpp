// ecs:RunTask: from a request to tasks on instances, in one transaction.
#include <algorithm>
#include <cstring>

#include "aws/json_codec.h"
#include "services/ecs/invalid.h"
#include "services/ecs/launch.h"
#include "services/ecs/operations.h"
#include "services/ecs/placement_rules.h"
#include "services/ecs/shown.h"

namespace berth::services::ecs {
namespace {

using aws::ecs::RunTaskRequest;
using aws::ecs::RunTaskResponse;

constexpr std::int32_t kCountMax = 10;
constexpr std::int64_t kTokenLifeMs = 24LL * 60 * 60 * 1000;

/// "EC2" where the request names no launch type.
Result<std::string> launch_type_of(const RunTaskRequest& request) {
  const bool strategy =
      request.capacity_provider_strategy && !request.capacity_provider_strategy->empty();
  if (strategy && request.launch_type) {
    return invalid(
        "Specifying both a launch type and capacity provider strategy is not supported. Remove "
        "one and try again.");
  }
  if (strategy) return invalid("The specified capacity provider strategy is not available.");
  const std::string type = request.launch_type.value_or("EC2");
  if (type != "EC2" && type != "EXTERNAL" && type != "FARGATE") {
    return fail(
        client_fault("ClientException", "launch type should be one of [EC2,FARGATE,EXTERNAL]"));
  }
  return type;
}

std::uint64_t seed_of(Random& random) {
  std::uint8_t bytes[8];
  random.fill(bytes);
  std::uint64_t seed = 0;
  std::memcpy(&seed, bytes, sizeof seed);
  return seed;
}

/// The cluster's instances that may take tasks, and how placement sees them, in one order.
struct Candidates {
  std::vector<store::ContainerInstanceRecord> records;
  std::vector<scheduler::Instance> seen;
};

Result<Candidates> candidates_of(Context& context, const Launch& launch) {
  Candidates candidates;
  AttributeReader attributes(context.tx);
  const auto& cluster = launch.cluster;
  const bool by_group = launch.needs.distinct_instance || !launch.needs.strategies.empty();
  const auto groups = by_group ? store::count_group_by_instance(context.tx, cluster.region,
                                                                cluster.name, launch.group)
                               : std::map<std::string, std::int32_t, std::less<>>();
  for (auto& record : store::instances_to_place_on(context.tx, cluster.region, cluster.name)) {
    if (record.status != "ACTIVE") continue;
    scheduler::Instance seen = to_place_on(record, attributes);
    if (const auto count = groups.find(seen.arn); count != groups.end()) {
      seen.group_tasks = count->second;
    }
    candidates.seen.push_back(std::move(seen));
    candidates.records.push_back(std::move(record));
  }
  if (candidates.records.empty()) {
    return invalid("No Container Instances were found in your cluster.");
  }
  return candidates;
}

/// The request without its token, as it is compared when the token comes again.
std::string compared_text(RunTaskRequest request) {
  request.client_token.reset();
  return aws::encode_json(request);
}

Result<std::optional<RunTaskResponse>> answered_before(Context& context,
                                                       const RunTaskRequest& request) {
  if (!request.client_token) return std::optional<RunTaskResponse>();
  const auto known =
      store::find_client_token(context.tx, context.region.str(), "RunTask", *request.client_token,
                               to_epoch_ms(context.now) - kTokenLifeMs);
  if (!known) return std::optional<RunTaskResponse>();
  if (known->request_json != compared_text(request)) {
    return fail(client_fault("ConflictException",
                             "The clientToken was used for a request with other parameters."));
  }
  return std::optional(decode_record<RunTaskResponse>(known->answer_json));
}

void remember_answer(Context& context, const RunTaskRequest& request,
                     const RunTaskResponse& response) {
  if (!request.client_token) return;
  const std::int64_t now_ms = to_epoch_ms(context.now);
  store::put_client_token(context.tx,
                          {context.region.str(), "RunTask", *request.client_token,
                           compared_text(request), aws::encode_json(response), now_ms},
                          now_ms - kTokenLifeMs);
}

}  // namespace

Result<RunTaskResponse> run_task(Context& context, const RunTaskRequest& request) {
  BERTH_ASSIGN(std::optional<RunTaskResponse> before, answered_before(context, request));
  if (before) return std::move(*before);
  const std::int32_t count = request.count.value_or(1);
  if (count < 1 || count > kCountMax) return invalid("count should be between 1 and 10.");
  LaunchOptions options = launch_options(request);
  BERTH_ASSIGN(options.launch_type, launch_type_of(request));
  BERTH_ASSIGN(Launch launch, prepare_launch(context, options));
  launch.needs.count = count;
  BERTH_TRY(add_placement_rules(launch.definition.placement_constraints,
                                request.placement_constraints, request.placement_strategy,
                                launch.needs));
  BERTH_ASSIGN(Candidates candidates, candidates_of(context, launch));
  const scheduler::Plan plan =
      scheduler::place(candidates.seen, launch.needs, seed_of(context.random));

  RunTaskResponse response;
  response.tasks.emplace();
  response.failures.emplace();
  for (const std::size_t chosen : plan.chosen) {
    response.tasks->push_back(
        start_on(context, launch, candidates.records[chosen], *candidates.seen[chosen].attributes));
  }
  for (const scheduler::Refusal& refusal : plan.refusals) {
    response.failures->push_back(shown_refusal(refusal));
  }
  remember_answer(context, request, response);
  return response;
}

}  // namespace berth::services::ecs
