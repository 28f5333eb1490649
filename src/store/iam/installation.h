// What an installation is once and for all, as pairs of texts: its account, when it was made.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/transaction.h"

namespace berth::store {

/// "account-id", "created-at-ms", "account-alias", …
std::optional<std::string> find_installation_value(Transaction& tx, std::string_view key);
/// Writes the value, new or not.
void put_installation_value(Transaction& tx, std::string_view key, std::string_view value);
/// Nothing happens where there is none.
void delete_installation_value(Transaction& tx, std::string_view key);

}  // namespace berth::store
