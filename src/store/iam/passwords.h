// Records of users' passwords — hashes, never themselves — and of the policy that they follow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

struct LoginProfileRecord {
  std::string user_id;        ///< "AIDA…"
  std::string password_hash;  ///< crypto/password_hash.h
  bool reset_required = false;
  std::int64_t created_at_ms = 0;
  std::int64_t changed_at_ms = 0;  ///< when the password was set last

  bool operator==(const LoginProfileRecord&) const = default;
};

std::optional<LoginProfileRecord> find_login_profile(Transaction& tx, std::string_view user_id);
/// False where the user has one.
bool insert_login_profile(Transaction& tx, const LoginProfileRecord& profile);
/// Writes all but the creation of the user's profile.
void update_login_profile(Transaction& tx, const LoginProfileRecord& profile);
/// False where there is none. The hashes of former passwords go with it.
bool delete_login_profile(Transaction& tx, std::string_view user_id);

/// Hashes of passwords that the user had, the newest first.
std::vector<std::string> list_former_passwords(Transaction& tx, std::string_view user_id);
/// Adds the newest and forgets all but the last `kept`.
void add_former_password(Transaction& tx, std::string_view user_id, std::string_view hash,
                         std::int64_t kept);

/// Lengths in characters, times in days.
struct PasswordPolicyRecord {
  std::int64_t minimum_length = 6;
  bool require_symbols = false;
  bool require_numbers = false;
  bool require_upper = false;
  bool require_lower = false;
  bool allow_change = false;
  std::optional<std::int64_t> max_age_days;
  std::optional<std::int64_t> reuse_prevention;
  std::optional<bool> hard_expiry;

  bool operator==(const PasswordPolicyRecord&) const = default;
};

std::optional<PasswordPolicyRecord> find_password_policy(Transaction& tx);
/// Writes it, new or not.
void put_password_policy(Transaction& tx, const PasswordPolicyRecord& policy);
/// False where there is none.
bool delete_password_policy(Transaction& tx);

}  // namespace berth::store
