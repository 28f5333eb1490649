// What an account has once or for a while: its credential report, tasks that deleted roles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/transaction.h"

namespace berth::store {

struct CredentialReportRecord {
  std::string content;  ///< CSV
  std::int64_t generated_at_ms = 0;
};

std::optional<CredentialReportRecord> find_credential_report(Transaction& tx);
/// Writes it, new or not.
void put_credential_report(Transaction& tx, const CredentialReportRecord& report);

/// The deletion of a service-linked role, which is done once the task is there.
struct RoleDeletionRecord {
  std::string task_id;
  std::string role_arn;
  std::int64_t created_at_ms = 0;
};

std::optional<RoleDeletionRecord> find_role_deletion(Transaction& tx, std::string_view task_id);
/// Forgets those made before `forget_before_ms`.
void insert_role_deletion(Transaction& tx, const RoleDeletionRecord& deletion,
                          std::int64_t forget_before_ms);

}  // namespace berth::store
