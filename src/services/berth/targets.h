// What the callers of the service `berth` must be allowed.
#pragma once

#include "services/authorizer.h"
#include "services/berth/subjects.h"
#include "services/operation.h"

namespace berth::services::own {

/// The role that the request names; `*` where it names none. It is the last chance to have recorded
/// what was decided before: the operation's own transaction comes next.
template <class Input>
Result<Targets> on_subject(Context& context, const Input& input) {
  context.authorizer.hand_over_decisions();
  return Targets{
      Target{"", input.role_name ? role_arn_or_guess(context, *input.role_name) : "*", {}}};
}

}  // namespace berth::services::own
