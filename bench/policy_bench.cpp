// Decisions a second on one core: plain policies, and those that AWS manages.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "iam/evaluate.h"
#include "iam/managed_policies.h"
#include "iam/policy_case.h"

namespace {

using namespace berth::iam;

constexpr const char* kAccount = "123456789012";
constexpr const char* kTask =
    "arn:aws:ecs:us-west-2:123456789012:task/prod/0a1b2c3d4e5f60718293a4b5c6d7e8f9";

AttachedPolicy policy(const std::string& document) {
  return {parse_policy(document, PolicyKind::kIdentity).value(), "inline", false};
}

/// With the context keys that every request of a session has.
Request request(std::string action, std::string resource) {
  Request asked;
  asked.principal = principal_of("arn:aws:sts::123456789012:assumed-role/app/s1");
  asked.action = std::move(action);
  asked.resource = std::move(resource);
  asked.resource_account = kAccount;
  asked.context.set("aws:PrincipalArn", "arn:aws:iam::123456789012:role/app");
  asked.context.set("aws:PrincipalAccount", kAccount);
  asked.context.set("aws:PrincipalType", "AssumedRole");
  asked.context.set("aws:userid", "AROAEXAMPLEEXAMPLE123:s1");
  asked.context.set("aws:SourceIp", "10.1.2.3");
  asked.context.set("aws:SecureTransport", "true");
  asked.context.set("aws:CurrentTime", "2026-06-30T12:00:00Z");
  asked.context.set("aws:RequestedRegion", "us-west-2");
  asked.context.set("aws:PrincipalTag/team", "prod");
  return asked;
}

/// One policy of five statements, as people write them for one service.
const char* const kPlain = R"({"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:*:*:log-group:/ecs/*"},
  {"Effect":"Allow","Action":"ecr:*","Resource":"*"},
  {"Effect":"Allow","Action":["ecs:RunTask","ecs:StopTask","ecs:Describe*"],"Resource":"arn:aws:ecs:us-*:123456789012:task/prod/*"},
  {"Effect":"Deny","Action":"iam:*","Resource":"*"},
  {"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"arn:aws:secretsmanager:*:*:secret:prod/*"}]})";

const char* const kConditions = R"({"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":"ecs:*","Resource":"arn:aws:ecs:*:123456789012:task/${aws:PrincipalTag/team}/*",
   "Condition":{"StringEquals":{"aws:RequestedRegion":["us-east-1","us-west-2"]},
                "IpAddress":{"aws:SourceIp":["10.0.0.0/8","192.168.0.0/16"]},
                "Bool":{"aws:SecureTransport":"true"}}},
  {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"}}}]})";

void run(benchmark::State& state, const Request& asked, const PolicySet& policies) {
  for (auto _ : state) benchmark::DoNotOptimize(evaluate(asked, policies).outcome);
  state.SetItemsProcessed(state.iterations());
}

void plain(benchmark::State& state) {
  PolicySet policies;
  policies.identity = {policy(kPlain)};
  run(state, request("ecs:StopTask", kTask), policies);
}

void conditions(benchmark::State& state) {
  PolicySet policies;
  policies.identity = {policy(kConditions)};
  run(state, request("ecs:StopTask", kTask), policies);
}

void managed(benchmark::State& state, const char* name) {
  PolicySet policies;
  policies.identity = {policy(*managed_policy(std::string("arn:aws:iam::aws:policy/") + name))};
  run(state, request("ecs:StopTask", kTask), policies);
}

void boundary_and_session(benchmark::State& state) {
  PolicySet policies;
  policies.identity = {policy(kPlain)};
  policies.boundary = policy(kPlain);
  policies.session = {policy(kPlain)};
  policies.has_session = true;
  run(state, request("ecs:StopTask", kTask), policies);
}

/// A policy of `size` bytes that denies a resource of nested runs, `*a*a*a…*b*`, and a resource of
/// many characters, which lacks only the last
void nested_globs(benchmark::State& state, const std::string& piece) {
  std::string pattern;
  while (pattern.size() + 300 < static_cast<std::size_t>(state.range(0))) pattern += piece;
  PolicySet policies;
  policies.identity = {
      policy(R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":)"
             R"("arn:aws:s3:::)" +
             pattern + R"(*b*"},{"Effect":"Allow","Action":"*","Resource":"*"}]})")};
  run(state, request("s3:GetObject", "arn:aws:s3:::" + std::string(state.range(1), 'a')), policies);
}

/// An Allow by the resource's policy on the other side, and the caller's own on this one.
void across_accounts(benchmark::State& state) {
  PolicySet policies;
  policies.identity = {policy(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
                              R"("Action":"s3:Get*","Resource":"arn:aws:s3:::shared/*"}})")};
  policies.resource = AttachedPolicy{
      parse_policy(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)"
                   R"({"AWS":"arn:aws:iam::123456789012:role/app"},"Action":"s3:GetObject",)"
                   R"("Resource":"arn:aws:s3:::shared/*"}})",
                   PolicyKind::kResource)
          .value(),
      "bucket", false};
  Request asked = request("s3:GetObject", "arn:aws:s3:::shared/a");
  asked.resource_account = "999999999999";
  run(state, asked, policies);
}

void parse(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(parse_policy(kPlain, PolicyKind::kIdentity));
}

BENCHMARK(plain);
BENCHMARK(conditions);
BENCHMARK(boundary_and_session);
BENCHMARK_CAPTURE(managed, AmazonECS_FullAccess, "AmazonECS_FullAccess");
BENCHMARK_CAPTURE(managed, AmazonEC2ContainerServiceFullAccess,
                  "AmazonEC2ContainerServiceFullAccess");
BENCHMARK_CAPTURE(managed, ReadOnlyAccess, "ReadOnlyAccess");
BENCHMARK_CAPTURE(managed, AdministratorAccess, "AdministratorAccess");
BENCHMARK(across_accounts);
BENCHMARK_CAPTURE(nested_globs, runs, "*a")
    ->Args({16 << 10, 2048})
    ->Args({32 << 10, 2048})
    ->Args({64 << 10, 2048})
    ->Args({128 << 10, 2048})
    ->Args({16 << 10, 16 << 10})
    ->Args({32 << 10, 32 << 10})
    ->Args({64 << 10, 64 << 10})
    ->Args({128 << 10, 128 << 10})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(nested_globs, runs_and_single_characters, "*?a")
    ->Args({16 << 10, 2048})
    ->Args({32 << 10, 2048})
    ->Args({64 << 10, 2048})
    ->Args({128 << 10, 2048})
    ->Args({16 << 10, 16 << 10})
    ->Args({32 << 10, 32 << 10})
    ->Args({64 << 10, 64 << 10})
    ->Args({128 << 10, 128 << 10})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(parse);

}  // namespace

BENCHMARK_MAIN();
