// Decisions ask the allocator for nothing: every use of `new` in this program is counted.
#include <cstddef>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "iam/managed_policies.h"
#include "iam/testing.h"

namespace {

thread_local std::size_t allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace berth::iam {
namespace {

/// How often one decision allocates.
std::size_t allocations_of(const Request& request, const PolicySet& policies) {
  const std::size_t before = allocations;
  const Decision decision = evaluate(request, policies);
  const std::size_t after = allocations;
  EXPECT_NE(to_text(decision.outcome), nullptr);
  return after - before;
}

Request session_request() {
  Request asked = test_support::request(test_support::kSession);
  asked.context.set("aws:SourceIp", "10.1.2.3");
  asked.context.set("aws:CurrentTime", "2026-06-30T12:00:00Z");
  asked.context.set("aws:PrincipalTag/team", "prod");
  asked.context.set("ecs:task-cpu", "512");
  return asked;
}

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations;
  delete new int(1);
  EXPECT_EQ(allocations, before + 1);
}

TEST(Allocations, APlainDecisionMakesNone) {
  PolicySet set;
  set.identity = {test_support::attached(
      {R"("Effect":"Allow","Action":["logs:*","ecs:Stop*"],"Resource":["arn:aws:logs:*","arn:aws:ecs:us-*:*:task/prod/?"])",
       R"("Effect":"Deny","Action":"iam:*","Resource":"*")"})};
  EXPECT_EQ(allocations_of(session_request(), set), 0u);
}

TEST(Allocations, ConditionsVariablesAndGuardsMakeNone) {
  PolicySet set;
  set.identity = {test_support::attached(
      {R"("Effect":"Allow","Action":"ecs:*","Resource":"arn:aws:ecs:*:*:task/${aws:PrincipalTag/team}/*",)"
       R"("Condition":{"IpAddress":{"aws:SourceIp":["192.168.0.0/16","10.0.0.0/8"]},)"
       R"("DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},)"
       R"("NumericLessThan":{"ecs:task-cpu":"1024"},)"
       R"("StringLike":{"aws:PrincipalTag/team":["p*d","blue"]}})"})};
  set.boundary = set.identity.front();
  set.session = set.identity;
  set.has_session = true;
  ASSERT_TRUE(evaluate(session_request(), set).allowed());
  EXPECT_EQ(allocations_of(session_request(), set), 0u);
}

TEST(Allocations, AwsOwnPoliciesMakeNone) {
  for (const std::string& arn : managed_policy_arns()) {
    PolicySet set;
    set.identity = {{parse_policy(*managed_policy(arn), PolicyKind::kIdentity).value(), arn, true}};
    EXPECT_EQ(allocations_of(session_request(), set), 0u) << arn;
  }
}

}  // namespace
}  // namespace berth::iam
