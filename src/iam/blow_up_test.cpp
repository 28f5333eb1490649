// Policies as large as the wire lets through, made of patterns that search badly: deciding them
// takes time in proportion to their size.
#include <algorithm>
#include <ctime>
#include <limits>

#include <gtest/gtest.h>

#include "iam/testing.h"

namespace berth::iam {
namespace {

constexpr std::size_t kWireMax = 131'072;

/// `piece` over and over, up to `size` characters.
std::string repeated(std::string_view piece, std::size_t size) {
  std::string text;
  while (text.size() + piece.size() <= size) text += piece;
  return text;
}

/// One Deny on a resource of some `size` characters, and an Allow: no match means allowed.
PolicySet policies_with(const std::string& pattern) {
  PolicySet set;
  set.identity = {test_support::attached(
      {R"("Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::)" + pattern + '"',
       R"("Effect":"Allow","Action":"*","Resource":"*")"})};
  return set;
}

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// The least CPU time of several decisions, in milliseconds: the machine has other work.
double decision_ms(const std::string& pattern, const std::string& value) {
  const PolicySet set = policies_with(pattern);
  const Request asked =
      test_support::request(test_support::kAlice, "s3:GetObject", "arn:aws:s3:::" + value);
  double least = std::numeric_limits<double>::max();
  for (int i = 0; i < 5; ++i) {
    const double before = cpu_ms();
    EXPECT_TRUE(evaluate(asked, set).allowed());
    least = std::min(least, cpu_ms() - before);
  }
  return least;
}

/// With twice the policy and twice the value, four times the time is the most that is in
/// proportion to both; a search that tries every way would not end at all.
void expect_no_blow_up(std::string_view piece, std::string_view end, std::string_view value) {
  double before = 0;
  for (std::size_t size = kWireMax / 8; size <= kWireMax; size *= 2) {
    const double ms =
        decision_ms(repeated(piece, size - 200) + std::string(end), repeated(value, size));
    if (before > 0.1) {
      EXPECT_LT(ms / before, 8) << piece << " at " << size << " bytes: " << ms << " ms";
    }
    EXPECT_LT(ms, 2000) << piece << " at " << size << " bytes";
    before = ms;
  }
}

TEST(BlowUp, OfNestedRuns) {
  expect_no_blow_up("*a", "*b*", "a");
  expect_no_blow_up("a*", "b*", "a");
  expect_no_blow_up("*a", "*b", "a");  // a wrong end is seen first
  expect_no_blow_up("*aab", "*c*", "aaaaaaab");
}

TEST(BlowUp, OfRunsAndSingleCharacters) {
  expect_no_blow_up("*?a", "*b*", "a");
  expect_no_blow_up("*a?*", "c*", "ab");
}

TEST(BlowUp, OfOneLongTextAfterARun) {
  const std::string value(kWireMax, 'a');
  EXPECT_LT(decision_ms("*" + std::string(kWireMax / 2, 'a') + "b*", value), 2000);
}

/// The one case that takes the product of both: a long text with a `?` in it, after a run. Neither
/// is longer here than what a managed policy and a request can hold.
TEST(BlowUp, OfOneLongTextWithAQuestionMark) {
  const std::string value(8192, 'a');
  EXPECT_LT(decision_ms("*?" + std::string(3000, 'a') + "b*", value), 2000);
  EXPECT_LT(decision_ms("*" + repeated("?a", 6000) + "b*", value), 2000);
  EXPECT_LT(decision_ms("*" + repeated("?a", kWireMax - 200) + "b*", value.substr(0, 2048)), 2000);
}

TEST(BlowUp, OfManyPatternsAndStatements) {
  std::string list = "[";
  while (list.size() < kWireMax - 600) list += R"("arn:aws:s3:::*a*a*a*a*a*a*a*a*b*",)";
  list.back() = ']';
  PolicySet set;
  set.identity = {test_support::attached({R"("Effect":"Deny","Action":"*","Resource":)" + list,
                                          R"("Effect":"Allow","Action":"*","Resource":"*")"})};
  const Request asked = test_support::request(test_support::kAlice, "s3:GetObject",
                                              "arn:aws:s3:::" + std::string(2048, 'a'));
  const double before = cpu_ms();
  EXPECT_TRUE(evaluate(asked, set).allowed());
  EXPECT_LT(cpu_ms() - before, 2000);
}

TEST(BlowUp, OfConditionsWithVariables) {
  std::string values = "[";
  while (values.size() < kWireMax - 600) values += R"("*${aws:username}*${aws:username}*b*",)";
  values.back() = ']';
  PolicySet set;
  set.identity = {
      test_support::attached({R"("Effect":"Deny","Action":"*","Resource":"*","Condition":)"
                              R"({"StringLike":{"aws:UserAgent":)" +
                                  values + "}}",
                              R"("Effect":"Allow","Action":"*","Resource":"*")"})};
  Request asked = test_support::request(test_support::kAlice);
  asked.context.set("aws:username", std::string(64, 'a'));
  asked.context.set("aws:UserAgent", std::string(4096, 'a'));
  const double before = cpu_ms();
  EXPECT_TRUE(evaluate(asked, set).allowed());
  EXPECT_LT(cpu_ms() - before, 2000);
}

}  // namespace
}  // namespace berth::iam
