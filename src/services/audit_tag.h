// Audit mode of a single role: a tag on the role itself lets its sessions' denied calls through.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace berth::services {

/// The tag: `berth:iam` = `audit`. It is worth as much as a policy that allows everything: who puts
/// it on a role needs kSetAuditMode on the role besides iam:TagRole or iam:CreateRole.
inline constexpr std::string_view kAuditTagKey = "berth:iam";
inline constexpr std::string_view kAuditTagValue = "audit";
inline constexpr std::string_view kSetAuditMode = "berth:SetAuditMode";

/// Of the role's own tags; those of a session never count.
inline bool has_audit_tag(const std::vector<std::pair<std::string, std::string>>& tags) {
  for (const auto& [key, value] : tags) {
    if (key == kAuditTagKey && value == kAuditTagValue) return true;
  }
  return false;
}

}  // namespace berth::services
