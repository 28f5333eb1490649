// The tables behind passwords.h.
#include "store/iam/passwords.h"

#include "store/rows.h"

namespace berth::store {
namespace {

Param number_or_null(const std::optional<std::int64_t>& number) {
  return number ? Param(*number) : Param(nullptr);
}

std::int64_t flag(bool value) {
  return value ? 1 : 0;
}

PasswordPolicyRecord password_policy_of(const Row& row) {
  PasswordPolicyRecord policy;
  policy.minimum_length = row.integer(0);
  policy.require_symbols = row.integer(1) != 0;
  policy.require_numbers = row.integer(2) != 0;
  policy.require_upper = row.integer(3) != 0;
  policy.require_lower = row.integer(4) != 0;
  policy.allow_change = row.integer(5) != 0;
  if (!row.is_null(6)) policy.max_age_days = row.integer(6);
  if (!row.is_null(7)) policy.reuse_prevention = row.integer(7);
  if (!row.is_null(8)) policy.hard_expiry = row.integer(8) != 0;
  return policy;
}

}  // namespace

std::optional<LoginProfileRecord> find_login_profile(Transaction& tx, std::string_view user_id) {
  std::optional<LoginProfileRecord> found;
  tx.query(
      "SELECT user_id, password_hash, reset_required, created_at_ms, changed_at_ms "
      "FROM iam_login_profiles WHERE user_id = ?1",
      {user_id}, [&found](const Row& row) {
        found.emplace();
        found->user_id = row.text(0);
        found->password_hash = row.text(1);
        found->reset_required = row.integer(2) != 0;
        found->created_at_ms = row.integer(3);
        found->changed_at_ms = row.integer(4);
        return false;
      });
  return found;
}

bool insert_login_profile(Transaction& tx, const LoginProfileRecord& profile) {
  return tx.execute(
             "INSERT INTO iam_login_profiles "
             "(user_id, password_hash, reset_required, created_at_ms, changed_at_ms) "
             "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (user_id) DO NOTHING",
             {profile.user_id, profile.password_hash, flag(profile.reset_required),
              profile.created_at_ms, profile.changed_at_ms}) == 1;
}

void update_login_profile(Transaction& tx, const LoginProfileRecord& profile) {
  tx.execute(
      "UPDATE iam_login_profiles SET password_hash = ?1, reset_required = ?2, changed_at_ms = ?3 "
      "WHERE user_id = ?4",
      {profile.password_hash, flag(profile.reset_required), profile.changed_at_ms,
       profile.user_id});
}

bool delete_login_profile(Transaction& tx, std::string_view user_id) {
  tx.execute("DELETE FROM iam_former_passwords WHERE user_id = ?1", {user_id});
  return tx.execute("DELETE FROM iam_login_profiles WHERE user_id = ?1", {user_id}) == 1;
}

std::vector<std::string> list_former_passwords(Transaction& tx, std::string_view user_id) {
  return all_rows(
      tx,
      "SELECT password_hash FROM iam_former_passwords WHERE user_id = ?1 ORDER BY position DESC",
      {user_id}, text_of_row);
}

void add_former_password(Transaction& tx, std::string_view user_id, std::string_view hash,
                         std::int64_t kept) {
  std::int64_t position = 1;
  tx.query("SELECT COALESCE(MAX(position), 0) FROM iam_former_passwords WHERE user_id = ?1",
           {user_id}, [&position](const Row& row) {
             position = row.integer(0) + 1;
             return false;
           });
  tx.execute(
      "INSERT INTO iam_former_passwords (user_id, position, password_hash) VALUES (?1, ?2, ?3)",
      {user_id, position, hash});
  tx.execute("DELETE FROM iam_former_passwords WHERE user_id = ?1 AND position <= ?2",
             {user_id, position - kept});
}

std::optional<PasswordPolicyRecord> find_password_policy(Transaction& tx) {
  return first_row(
      tx,
      "SELECT minimum_length, require_symbols, require_numbers, require_upper, require_lower, "
      "allow_change, max_age_days, reuse_prevention, hard_expiry FROM iam_password_policy "
      "WHERE id = 1",
      {}, password_policy_of);
}

void put_password_policy(Transaction& tx, const PasswordPolicyRecord& policy) {
  delete_password_policy(tx);
  tx.execute(
      "INSERT INTO iam_password_policy (id, minimum_length, require_symbols, require_numbers, "
      "require_upper, require_lower, allow_change, max_age_days, reuse_prevention, hard_expiry) "
      "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      {policy.minimum_length, flag(policy.require_symbols), flag(policy.require_numbers),
       flag(policy.require_upper), flag(policy.require_lower), flag(policy.allow_change),
       number_or_null(policy.max_age_days), number_or_null(policy.reuse_prevention),
       policy.hard_expiry ? Param(flag(*policy.hard_expiry)) : Param(nullptr)});
}

bool delete_password_policy(Transaction& tx) {
  return tx.execute("DELETE FROM iam_password_policy WHERE id = 1") == 1;
}

}  // namespace berth::store
