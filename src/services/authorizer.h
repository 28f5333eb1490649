// The question "may they?", asked by the gateway for each request and by operations for PassRole.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/strong.h"
#include "iam/evaluate.h"
#include "iam/request.h"
#include "services/caller.h"
#include "services/context.h"

namespace berth::services {

/// Gathers the policies that bear on a caller and evaluates them. Denied is a Fault of code
/// "AccessDeniedException" with AWS's sentence (query services spell it "AccessDenied", 403).
class Authorizer {
 public:
  virtual ~Authorizer() = default;

  /// May `context.caller` do `action` on `resource`? `keys` are the action's own condition keys;
  /// the global ones (aws:PrincipalArn, aws:SourceIp, aws:CurrentTime, …) are added here.
  virtual Result<void> authorize(Context& context, std::string_view action,
                                 std::string_view resource,
                                 const berth::iam::ContextKeys& keys) = 0;

  /// What the policies say to the same question, where something besides them may allow the action
  /// too. Nothing is recorded, and an audit changes nothing.
  virtual berth::iam::Outcome outcome_of(Context& context, std::string_view action,
                                         std::string_view resource,
                                         const berth::iam::ContextKeys& keys) = 0;

  /// May the service `service_principal` ("ecs-tasks.amazonaws.com") assume `role_arn` for
  /// `source_arn`? The trust policy alone decides.
  virtual Result<void> authorize_service_assume_role(Context& context,
                                                     std::string_view service_principal,
                                                     std::string_view role_arn,
                                                     std::string_view source_arn) = 0;

  /// What was decided so far is recorded before what any write reads that is queued from now on.
  virtual void hand_over_decisions() {}
};

}  // namespace berth::services
