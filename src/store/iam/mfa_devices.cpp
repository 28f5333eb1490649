// The table behind mfa_devices.h.
#include "store/iam/mfa_devices.h"

#include "store/rows.h"

namespace berth::store {
namespace {

MfaDeviceRecord mfa_device_of(const Row& row) {
  MfaDeviceRecord device;
  device.serial = row.text(0);
  device.seed = Secret(std::string(row.text(1)));
  device.created_at_ms = row.integer(2);
  if (!row.is_null(3)) device.user_id = row.text(3);
  if (!row.is_null(4)) device.enabled_at_ms = row.integer(4);
  device.step_offset = row.integer(5);
  device.last_step = row.integer(6);
  device.guesses = row.integer(7);
  device.closed_until_ms = row.integer(8);
  return device;
}

}  // namespace

std::optional<MfaDeviceRecord> find_mfa_device(Transaction& tx, std::string_view serial) {
  return first_row(
      tx,
      "SELECT serial, seed, created_at_ms, user_id, enabled_at_ms, step_offset, last_step, "
      "guesses, closed_until_ms "
      "FROM iam_mfa_devices WHERE serial = ?1",
      {serial}, mfa_device_of);
}

bool insert_mfa_device(Transaction& tx, const MfaDeviceRecord& device) {
  return tx.execute(
             "INSERT INTO iam_mfa_devices (serial, seed, created_at_ms, step_offset, last_step) "
             "VALUES (?1, ?2, ?3, 0, 0) ON CONFLICT (serial) DO NOTHING",
             {device.serial, device.seed.reveal(), device.created_at_ms}) == 1;
}

void update_mfa_device(Transaction& tx, const MfaDeviceRecord& device) {
  tx.execute(
      "UPDATE iam_mfa_devices SET user_id = ?1, enabled_at_ms = ?2, step_offset = ?3, "
      "last_step = ?4, guesses = ?5, closed_until_ms = ?6 WHERE serial = ?7",
      {device.user_id ? Param(std::string_view(*device.user_id)) : Param(nullptr),
       device.enabled_at_ms ? Param(*device.enabled_at_ms) : Param(nullptr), device.step_offset,
       device.last_step, device.guesses, device.closed_until_ms, device.serial});
}

void delete_mfa_device(Transaction& tx, std::string_view serial) {
  tx.execute("DELETE FROM iam_mfa_devices WHERE serial = ?1", {serial});
}

std::vector<MfaDeviceRecord> list_mfa_devices(Transaction& tx, std::string_view after, int limit) {
  std::vector<MfaDeviceRecord> devices;
  tx.query(
      "SELECT serial, seed, created_at_ms, user_id, enabled_at_ms, step_offset, last_step, "
      "guesses, closed_until_ms "
      "FROM iam_mfa_devices WHERE serial > ?1 ORDER BY serial LIMIT ?2",
      {after, std::int64_t{limit}}, [&devices](const Row& row) {
        devices.push_back(mfa_device_of(row));
        return true;
      });
  return devices;
}

std::vector<MfaDeviceRecord> list_mfa_devices_of(Transaction& tx, std::string_view user_id) {
  return all_rows(
      tx,
      "SELECT serial, seed, created_at_ms, user_id, enabled_at_ms, step_offset, last_step, "
      "guesses, closed_until_ms "
      "FROM iam_mfa_devices WHERE user_id = ?1 ORDER BY serial",
      {user_id}, mfa_device_of);
}

}  // namespace berth::store
