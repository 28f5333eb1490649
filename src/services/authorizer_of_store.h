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

/// Told of every denial, also of those that an audit lets through: request id and sentence.
using DeniedObserver =
    std::function<void(const std::string& request_id, const std::string& sentence)>;

/// Safe to call from any thread.
std::unique_ptr<Authorizer> make_authorizer(AccountId account, IamMode mode, DeniedObserver denied);

}  // namespace berth::services
