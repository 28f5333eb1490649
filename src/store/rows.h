// What records do with the rows of an answer, the first or all, and with values that may be NULL.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "store/transaction.h"

namespace berth::store {

/// The record that `read` makes of the first row; nothing where there is none. Throws Failure.
template <class Read>
auto first_row(Transaction& tx, std::string_view sql, std::initializer_list<Param> params,
               Read read) {
  std::optional<std::invoke_result_t<Read, const Row&>> found;
  tx.query(sql, params, [&found, &read](const Row& row) {
    found = read(row);
    return false;
  });
  return found;
}

/// The records that `read` makes of all rows, in their order. Throws Failure.
template <class Read>
auto all_rows(Transaction& tx, std::string_view sql, std::initializer_list<Param> params,
              Read read) {
  std::vector<std::invoke_result_t<Read, const Row&>> all;
  tx.query(sql, params, [&all, &read](const Row& row) {
    all.push_back(read(row));
    return true;
  });
  return all;
}

/// A text, or NULL where there is none.
inline Param text_or_null(const std::optional<std::string>& text) {
  return text ? Param(std::string_view(*text)) : Param(nullptr);
}

/// The text in a row's first column.
inline std::string text_of_row(const Row& row) {
  return std::string(row.text(0));
}

/// The number in the first row's first column; 0 where that is NULL or there is no row.
inline std::int64_t number_of(Transaction& tx, std::string_view sql,
                              std::initializer_list<Param> params = {}) {
  const auto number = [](const Row& row) { return row.is_null(0) ? 0 : row.integer(0); };
  return first_row(tx, sql, params, number).value_or(0);
}

}  // namespace berth::store
