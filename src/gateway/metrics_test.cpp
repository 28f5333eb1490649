// What /metrics says of decisions.
#include "gateway/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/decision_log.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;

TEST(Metrics, CountsDecisionsByOutcome) {
  Metrics metrics;
  EXPECT_THAT(metrics.exposition(), HasSubstr("berth_iam_decisions_dropped_total 0\n"));
  metrics.decisions_made({7, 5, 3, 2, 1});
  metrics.decisions_made({1, 0, 0, 0, 0});
  const std::string text = metrics.exposition();
  EXPECT_THAT(text, HasSubstr("berth_iam_decisions_total{outcome=\"allowed\"} 8\n"));
  EXPECT_THAT(text, HasSubstr("berth_iam_decisions_total{outcome=\"implicitly_denied\"} 5\n"));
  EXPECT_THAT(text, HasSubstr("berth_iam_decisions_total{outcome=\"explicitly_denied\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("berth_iam_denied_in_audit_total 2\n"));
  EXPECT_THAT(text, HasSubstr("berth_iam_decisions_dropped_total 1\n"));
}

}  // namespace
}  // namespace berth::gateway
