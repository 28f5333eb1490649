// One connection to an SQLite file: statements prepared once and kept, errors as Failure.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/migrations.h"
#include "store/transaction.h"

struct sqlite3;
struct sqlite3_stmt;

namespace berth::store::sqlite {

/// A connection is used by one thread at a time. All functions throw Failure.
class Connection final : public Transaction, public MigrationTarget {
 public:
  enum class Mode { kWriter, kReader };

  /// Opens a file that exists. A reader can change nothing.
  Connection(const std::string& path, Mode mode);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  using Transaction::execute;
  using Transaction::query;
  std::int64_t execute(std::string_view sql, std::span<const Param> params) override;
  void query(std::string_view sql, std::span<const Param> params,
             const std::function<bool(const Row&)>& each) override;

  void run_script(std::string_view sql) override;
  int applied_migration() override;

  /// True between BEGIN and COMMIT or ROLLBACK. SQLite ends a transaction on its own where the disk
  /// is full or broken.
  bool in_transaction() const;
  /// Ends the transaction without a trace; never throws.
  void roll_back() noexcept;

 private:
  class Statement;
  struct Prepared;
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  [[noreturn]] void throw_failure(std::string_view doing) const;
  sqlite3_stmt* prepare(std::string_view sql, bool keep);

  sqlite3* handle_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Prepared>, TextHash, std::equal_to<>> prepared_;
};

}  // namespace berth::store::sqlite
