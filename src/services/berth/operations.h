// The operations of the service `berth`, each in the file of its name.
#pragma once

#include "aws/models/berth.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::own {

Result<aws::berth::ExplainDecisionResponse> explain_decision(
    Context&, const aws::berth::ExplainDecisionRequest&);
Result<aws::berth::ListDenialsResponse> list_denials(Context&,
                                                     const aws::berth::ListDenialsRequest&);
Result<aws::berth::SuggestPolicyResponse> suggest_policy(Context&,
                                                         const aws::berth::SuggestPolicyRequest&);

}  // namespace berth::services::own
