// Any text is a policy or a fault, and any policy decides: no crash, no endless search.
#include <cstddef>
#include <cstdint>
#include <string>

#include "iam/evaluate.h"
#include "iam/policy.h"

namespace {

using namespace berth::iam;

Request asked() {
  Request request;
  request.principal.arn = "arn:aws:sts::123456789012:assumed-role/app/s1";
  request.principal.identity_arn = "arn:aws:iam::123456789012:role/app";
  request.principal.account = "123456789012";
  request.principal.kind = Principal::Kind::kRoleSession;
  request.action = "ecs:StopTask";
  request.resource = "arn:aws:ecs:us-west-2:123456789012:task/prod/1";
  request.resource_account = "123456789012";
  request.context.set("aws:SourceIp", "10.1.2.3");
  request.context.set("aws:CurrentTime", "2026-06-30T12:00:00Z");
  request.context.set("aws:PrincipalTag/team", "blue*?\xff");
  request.context.set("aws:TagKeys", std::vector<std::string>{"team", "env"});
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Request request = asked();
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const auto kind : {PolicyKind::kIdentity, PolicyKind::kTrust, PolicyKind::kResource}) {
    auto policy = parse_policy(text, kind);
    if (!policy) continue;
    PolicySet set;
    if (kind == PolicyKind::kIdentity) {
      set.identity.push_back({*policy, "fuzz", false});
    } else {
      set.resource = AttachedPolicy{*policy, "fuzz", false};
      set.resource_is_trust = kind == PolicyKind::kTrust;
    }
    const Decision decision = evaluate(request, set);
    if (!decision.allowed()) denial_message(request, decision);
  }
  return 0;
}
