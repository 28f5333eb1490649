// The authorizer of production: policies out of the store, decisions by the policy engine.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/strong.h"
#include "services/authorizer.h"

namespace berth::services {

/// What `--iam` says.
enum class IamMode {
  kEnforce,
  kAudit,  ///< a denied call goes through; `denied` is told
};

class DecisionLog;

/// Told of every denial: request id, sentence, and whether it is enforced; where it is not, an
/// audit (by the mode, or by the role's tag: audit_tag.h) lets the call through.
using DeniedObserver =
    std::function<void(const std::string& request_id, const std::string& sentence, bool enforced)>;

/// Safe to call from any thread. Each decision is recorded in `log`, unless that is null; it
/// outlives the authorizer.
std::unique_ptr<Authorizer> make_authorizer(AccountId account, IamMode mode, DeniedObserver denied,
                                            DecisionLog* log = nullptr);

}  // namespace berth::services
