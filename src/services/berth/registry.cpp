// The service `berth`: every operation, and what its caller must be allowed.
#include "services/berth/operations.h"
#include "services/berth/targets.h"
#include "services/operation.h"

namespace berth::services {
namespace {

namespace berth_ops = aws::berth::ops;
namespace berth_in = aws::berth;

constexpr Operation kBerthOperations[] = {
    serve<berth_ops::ExplainDecision, own::explain_decision,
          own::on_subject<berth_in::ExplainDecisionRequest>>(Access::kWrite),
    serve<berth_ops::ListDenials, own::list_denials, own::on_subject<berth_in::ListDenialsRequest>>(
        Access::kWrite),
    serve<berth_ops::SuggestPolicy, own::suggest_policy,
          own::on_subject<berth_in::SuggestPolicyRequest>>(Access::kRead),
};

}  // namespace

std::span<const Operation> berth_operations() {
  return kBerthOperations;
}

}  // namespace berth::services
