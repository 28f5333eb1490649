// The table behind installation.h.
#include "store/iam/installation.h"

#include "store/rows.h"

namespace berth::store {

std::optional<std::string> find_installation_value(Transaction& tx, std::string_view key) {
  return first_row(tx, "SELECT value FROM installation WHERE key = ?1", {key}, text_of_row);
}

void put_installation_value(Transaction& tx, std::string_view key, std::string_view value) {
  tx.execute(
      "INSERT INTO installation (key, value) VALUES (?1, ?2) "
      "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      {key, value});
}

void delete_installation_value(Transaction& tx, std::string_view key) {
  tx.execute("DELETE FROM installation WHERE key = ?1", {key});
}

}  // namespace berth::store
