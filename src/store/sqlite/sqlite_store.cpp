// A store in one file, with its lock, its writer and its readers.
#include "store/sqlite/sqlite_store.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sqlite/readers.h"
#include "store/sqlite/state_lock.h"

namespace berth::store::sqlite {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(StateLock lock, std::unique_ptr<Connection> connection, const std::string& path,
              WriterLimits limits)
      : lock_(std::move(lock)),
        readers_(std::make_shared<Readers>(path)),
        writer_(std::move(connection), limits) {}

  void write(Job job, Done done) override { writer_.write(std::move(job), std::move(done)); }

  Result<void> read(const Job& job) override {
    try {
      const Readers::Lease lease(*readers_);
      Connection& connection = lease.connection();
      connection.execute("BEGIN DEFERRED");
      struct End {
        Connection& of;
        ~End() { of.roll_back(); }
      } const end{connection};
      Result<void> outcome = job(connection);
      connection.execute("COMMIT");
      return outcome;
    } catch (const std::exception& failure) {
      return fail(engine_fault(failure.what()));
    }
  }

 private:
  // In this order: the writer ends first, the lock goes last.
  StateLock lock_;
  std::shared_ptr<Readers> readers_;
  Writer writer_;
};

/// The file with mode 0600, which SQLite gives its -wal too.
Result<void> make_private_file(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  const bool made = descriptor >= 0 && ::fchmod(descriptor, S_IRUSR | S_IWUSR) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (made) return {};
  return fail(server_fault("IoError", fmt::format("{}: {}", path, std::strerror(error))));
}

}  // namespace

Result<std::shared_ptr<Store>> open_sqlite(const std::string& path,
                                           std::span<const Migration> migrations,
                                           WriterLimits limits) {
  BERTH_ASSIGN(StateLock lock, StateLock::take(path + ".lock"));
  BERTH_TRY(make_private_file(path));
  try {
    auto connection = std::make_unique<Connection>(path, Connection::Mode::kWriter);
    BERTH_TRY(migrate(*connection, migrations));
    return std::make_shared<SqliteStore>(std::move(lock), std::move(connection), path, limits);
  } catch (const Failure& failure) {
    return fail(server_fault("IoError", failure.what()));
  }
}

}  // namespace berth::store::sqlite
