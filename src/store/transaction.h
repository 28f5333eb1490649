// One transaction as records and operations see it: the same SQL for every engine behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace berth::store {

/// A parameter of a statement: `?1`, `?2`, … in the SQL text. Text is not copied: it lives until
/// the call returns.
using Param = std::variant<std::nullptr_t, std::int64_t, std::string_view>;

/// A row of an answer, valid inside the callback only. Columns count from 0.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  /// The text, valid until the callback returns; empty for NULL.
  virtual std::string_view text(int column) const = 0;
};

/// The engine failed (disk full, corruption, a statement that is wrong). Thrown inside a
/// transaction; Store turns it into a Fault at its border and rolls back.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Statements in one transaction. Prepared once a connection and text, so give the SQL as a
/// literal. Throws Failure.
class Transaction {
 public:
  virtual ~Transaction() = default;

  /// Runs a statement that changes; returns how many rows it changed.
  virtual std::int64_t execute(std::string_view sql, std::span<const Param> params) = 0;
  /// Runs a statement that reads; `each` returns false to stop early.
  virtual void query(std::string_view sql, std::span<const Param> params,
                     const std::function<bool(const Row&)>& each) = 0;

  std::int64_t execute(std::string_view sql, std::initializer_list<Param> params = {}) {
    return execute(sql, std::span<const Param>(params.begin(), params.size()));
  }
  void query(std::string_view sql, std::initializer_list<Param> params,
             const std::function<bool(const Row&)>& each) {
    query(sql, std::span<const Param>(params.begin(), params.size()), each);
  }
};

}  // namespace berth::store
