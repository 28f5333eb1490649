// The condition keys that every request has, whatever it asks for.
#pragma once

#include <string_view>

#include "iam/request.h"
#include "services/compiled_identities.h"
#include "services/context.h"

namespace berth::services {

/// aws:PrincipalArn, aws:SourceIp, aws:CurrentTime and the others of AWS's global condition keys.
/// `identity` is the caller's, for aws:PrincipalTag.
void add_global_keys(const Context& context, std::string_view service,
                     std::string_view resource_account, const CompiledIdentity& identity,
                     berth::iam::ContextKeys& keys);

/// The keys of a call that the service `principal` makes for `source_arn`.
void add_service_keys(const Context& context, std::string_view principal,
                      std::string_view source_arn, berth::iam::ContextKeys& keys);

}  // namespace berth::services
