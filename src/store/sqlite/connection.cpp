// SQLite's C interface ends here.
#include "store/sqlite/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace berth::store::sqlite {
namespace {

constexpr int kBusyTimeoutMs = 5000;
// Records hold some hundred statements; what is built at run time must not fill the memory.
constexpr std::size_t kPreparedMax = 1024;

class StatementRow final : public Row {
 public:
  explicit StatementRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t integer(int column) const override {
    return sqlite3_column_int64(statement_, column);
  }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }

 private:
  sqlite3_stmt* statement_;
};

int bind(sqlite3_stmt* statement, int index, const Param& param) {
  if (const auto* integer = std::get_if<std::int64_t>(&param)) {
    return sqlite3_bind_int64(statement, index, *integer);
  }
  if (const auto* text = std::get_if<std::string_view>(&param)) {
    // A null pointer would bind NULL: the empty text has an address of its own.
    return sqlite3_bind_text64(statement, index, text->empty() ? "" : text->data(), text->size(),
                               SQLITE_STATIC, SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

}  // namespace

struct Connection::Prepared {
  explicit Prepared(sqlite3_stmt* of) : statement(of) {}
  ~Prepared() { sqlite3_finalize(statement); }
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;

  sqlite3_stmt* statement;
  bool in_use = false;
};

/// A statement while it runs: from the cache, or its own where the same one runs already.
class Connection::Statement {
 public:
  Statement(Connection& connection, std::string_view sql, std::span<const Param> params)
      : connection_(connection) {
    auto found = connection.prepared_.find(sql);
    if (found == connection.prepared_.end()) {
      if (connection.prepared_.size() >= kPreparedMax) {
        std::erase_if(connection.prepared_, [](const auto& kept) { return !kept.second->in_use; });
      }
      found =
          connection.prepared_
              .emplace(std::string(sql), std::make_unique<Prepared>(connection.prepare(sql, true)))
              .first;
    }
    if (found->second->in_use) {
      own_ = std::make_unique<Prepared>(connection.prepare(sql, false));
      prepared_ = own_.get();
    } else {
      prepared_ = found->second.get();
    }
    prepared_->in_use = true;
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (bind(prepared_->statement, static_cast<int>(i) + 1, params[i]) != SQLITE_OK) {
        finish();
        connection.throw_failure("binding a parameter");
      }
    }
  }
  ~Statement() { finish(); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// True where there is a row.
  bool step() {
    const int outcome = sqlite3_step(prepared_->statement);
    if (outcome == SQLITE_ROW) return true;
    if (outcome == SQLITE_DONE) return false;
    connection_.throw_failure("running a statement");
  }
  sqlite3_stmt* get() const { return prepared_->statement; }

 private:
  void finish() {
    sqlite3_reset(prepared_->statement);
    sqlite3_clear_bindings(prepared_->statement);
    prepared_->in_use = false;
  }

  Connection& connection_;
  std::unique_ptr<Prepared> own_;
  Prepared* prepared_ = nullptr;
};

Connection::Connection(const std::string& path, Mode mode) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  // The lock of the store keeps other processes out: the index of the log is in memory then, and a
  // transaction takes no lock of the file.
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, "unix-excl") != SQLITE_OK) {
    const std::string reason = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw Failure(fmt::format("{} cannot be opened: {}", path, reason));
  }
  try {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
    run_script("PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000");
    if (mode == Mode::kWriter) {
      run_script(
          "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
          "PRAGMA journal_size_limit = 67108864");
    } else {
      // A search reads the whole of a log: mapped pages spare it a system call each.
      run_script("PRAGMA query_only = ON; PRAGMA mmap_size = 268435456");
    }
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Connection::~Connection() {
  prepared_.clear();
  sqlite3_close(handle_);
}

void Connection::throw_failure(std::string_view doing) const {
  throw Failure(fmt::format("{}: {} ({})", doing, sqlite3_errmsg(handle_),
                            sqlite3_extended_errcode(handle_)));
}

sqlite3_stmt* Connection::prepare(std::string_view sql, bool keep) {
  sqlite3_stmt* statement = nullptr;
  const unsigned flags = keep ? SQLITE_PREPARE_PERSISTENT : 0;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), flags, &statement,
                         nullptr) != SQLITE_OK) {
    throw_failure(fmt::format("preparing \"{}\"", sql));
  }
  if (statement == nullptr) throw Failure("there is no statement in the SQL text");
  return statement;
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Param> params) {
  Statement statement(*this, sql, params);
  while (statement.step()) {
  }
  return sqlite3_changes64(handle_);
}

void Connection::query(std::string_view sql, std::span<const Param> params,
                       const std::function<bool(const Row&)>& each) {
  Statement statement(*this, sql, params);
  const StatementRow row(statement.get());
  while (statement.step() && each(row)) {
  }
}

void Connection::run_script(std::string_view sql) {
  const bool pragma = sql.substr(0, 6) == "PRAGMA";  // takes no transaction
  const std::string script =
      pragma ? std::string(sql) : fmt::format("BEGIN IMMEDIATE;\n{}\n;COMMIT;", sql);
  if (sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return;
  try {
    throw_failure("running a script");
  } catch (const Failure&) {
    roll_back();
    throw;
  }
}

int Connection::applied_migration() {
  run_script(
      "CREATE TABLE IF NOT EXISTS schema_migrations "
      "(number BIGINT PRIMARY KEY, name TEXT NOT NULL)");
  int applied = 0;
  query("SELECT MAX(number) FROM schema_migrations", {}, [&applied](const Row& row) {
    applied = static_cast<int>(row.integer(0));
    return false;
  });
  return applied;
}

bool Connection::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

void Connection::roll_back() noexcept {
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace berth::store::sqlite
