// What is written stays, what failed leaves nothing, and reads never wait.
#include "store/sqlite/sqlite_store.h"

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/testing.h"

namespace berth::store::sqlite {
namespace {

const Migration kTable[] = {
    {1, "table", "CREATE TABLE t (k BIGINT PRIMARY KEY, v TEXT NOT NULL)"},
};

std::int64_t count(Store& store) {
  std::int64_t rows = -1;
  const auto outcome = store.read([&rows](Transaction& tx) -> Result<void> {
    tx.query("SELECT COUNT(*) FROM t", {}, [&rows](const Row& row) {
      rows = row.integer(0);
      return false;
    });
    return {};
  });
  EXPECT_TRUE(outcome.has_value());
  return rows;
}

Store::Job insert(std::int64_t key, std::string value = "v") {
  return [key, value = std::move(value)](Transaction& tx) -> Result<void> {
    tx.execute("INSERT INTO t (k, v) VALUES (?1, ?2)", {key, value});
    return {};
  };
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 0777;
}

class SqliteStoreTest : public testing::Test {
 protected:
  std::shared_ptr<Store> open(WriterLimits limits = {}) {
    auto opened = open_sqlite(path_, kTable, limits);
    EXPECT_TRUE(opened.has_value()) << opened.error().message;
    return *opened;
  }

  TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/state.db";
};

TEST_F(SqliteStoreTest, KeepsValuesOfEachKind) {
  auto store = open();
  ASSERT_TRUE(store->write_and_wait([](Transaction& tx) -> Result<void> {
    EXPECT_EQ(tx.execute("INSERT INTO t (k, v) VALUES (?1, ?2)", {std::int64_t{1}, ""}), 1);
    EXPECT_EQ(tx.execute("INSERT INTO t (k, v) VALUES (?1, ?2)",
                         {std::int64_t{1} << 60, std::string_view("a\0b", 3)}),
              1);
    EXPECT_EQ(tx.execute("UPDATE t SET v = v"), 2);
    return {};
  }));
  ASSERT_TRUE(store->read([](Transaction& tx) -> Result<void> {
    std::vector<std::pair<std::int64_t, std::string>> rows;
    tx.query("SELECT k, v, NULL FROM t ORDER BY k", {}, [&rows](const Row& row) {
      EXPECT_FALSE(row.is_null(1));
      EXPECT_TRUE(row.is_null(2));
      EXPECT_EQ(row.text(2), "");
      rows.emplace_back(row.integer(0), row.text(1));
      return true;
    });
    EXPECT_THAT(rows,
                testing::ElementsAre(testing::Pair(1, ""),
                                     testing::Pair(std::int64_t{1} << 60, std::string("a\0b", 3))));
    return {};
  }));
}

TEST_F(SqliteStoreTest, AnsweredWritesOutliveAKilledProcess) {
  int answered[2];
  ASSERT_EQ(::pipe(answered), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto opened = open_sqlite(path_, kTable);
    if (!opened) ::_exit(1);
    for (std::int64_t key = 0;; ++key) {
      (*opened)->write(insert(key), [key, &answered](Result<void> outcome) {
        if (outcome && ::write(answered[1], &key, sizeof key) != sizeof key) ::_exit(2);
      });
    }
  }
  ::close(answered[1]);
  std::vector<std::int64_t> acknowledged;
  std::int64_t key = 0;
  while (acknowledged.size() < 500 && ::read(answered[0], &key, sizeof key) == sizeof key) {
    acknowledged.push_back(key);
  }
  ASSERT_EQ(::kill(child, SIGKILL), 0);
  while (::read(answered[0], &key, sizeof key) == sizeof key) acknowledged.push_back(key);
  ::close(answered[0]);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  ASSERT_GE(acknowledged.size(), 500u);

  auto store = open();
  std::set<std::int64_t> kept;
  ASSERT_TRUE(store->read([&kept](Transaction& tx) -> Result<void> {
    tx.query("SELECT k FROM t", {}, [&kept](const Row& row) {
      kept.insert(row.integer(0));
      return true;
    });
    return {};
  }));
  for (const std::int64_t each : acknowledged) EXPECT_TRUE(kept.contains(each)) << each;
}

TEST_F(SqliteStoreTest, WritesThatQueueUpAreCommittedTogether) {
  auto store = open();
  std::promise<void> go;
  std::future<void> gate = go.get_future();
  std::promise<void> all;
  std::atomic<int> left = 40;
  std::promise<void> begun;
  store->write(
      [&gate, &begun](Transaction&) -> Result<void> {
        begun.set_value();
        gate.wait();
        return {};
      },
      [](Result<void>) {});
  // What comes before is of the same group as the gate.
  begun.get_future().wait();
  std::atomic<std::int64_t> seen_by_first = -1;
  for (int i = 0; i < 40; ++i) {
    store->write(insert(i), [&, i](Result<void> outcome) {
      EXPECT_TRUE(outcome.has_value());
      // Where each was committed on its own, the first would see itself alone.
      if (i == 0) seen_by_first = count(*store);
      if (--left == 0) all.set_value();
    });
  }
  go.set_value();
  all.get_future().wait();
  EXPECT_EQ(seen_by_first, 40);
}

TEST_F(SqliteStoreTest, AFaultUndoesItsJobAlone) {
  auto store = open();
  std::promise<void> go;
  std::future<void> gate = go.get_future();
  std::promise<void> done;
  std::vector<std::string> codes;
  const auto note = [&codes](Result<void> outcome) {
    codes.push_back(outcome ? "" : outcome.error().code);
  };
  store->write(
      [&gate](Transaction&) -> Result<void> {
        gate.wait();
        return {};
      },
      [](Result<void>) {});
  store->write(insert(1), note);
  store->write(
      [](Transaction& tx) -> Result<void> {
        BERTH_TRY(insert(2)(tx));
        return fail(client_fault("Refused", "no"));
      },
      note);
  store->write(insert(1), note);  // breaks the primary key
  store->write(
      [](Transaction& tx) -> Result<void> {
        BERTH_TRY(insert(3)(tx));
        throw std::runtime_error("a job's own exception");
      },
      note);
  store->write(insert(4), [&](Result<void> outcome) {
    note(std::move(outcome));
    done.set_value();
  });
  go.set_value();
  done.get_future().wait();
  EXPECT_THAT(codes, testing::ElementsAre("", "Refused", "InternalFailure", "InternalFailure", ""));
  EXPECT_EQ(count(*store), 2);
}

TEST_F(SqliteStoreTest, AFullQueueRefusesAtOnce) {
  auto store = open({.queue_jobs_max = 2, .group_jobs_max = 1});
  std::promise<void> started;
  std::promise<void> go;
  std::future<void> gate = go.get_future();
  store->write(
      [&](Transaction&) -> Result<void> {
        started.set_value();
        gate.wait();
        return {};
      },
      [](Result<void>) {});
  started.get_future().wait();
  store->write(insert(1), [](Result<void>) {});
  std::promise<void> drained;
  store->write(insert(2), [&drained](Result<void>) { drained.set_value(); });
  Result<void> refused;
  store->write(insert(3), [&refused](Result<void> outcome) { refused = std::move(outcome); });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "ServiceUnavailable");
  EXPECT_EQ(refused.error().http_status, 503);
  go.set_value();
  drained.get_future().wait();
  ASSERT_TRUE(store->write_and_wait(insert(4)));
  EXPECT_EQ(count(*store), 3);
}

TEST_F(SqliteStoreTest, ReadersSeeOneSnapshotAndDoNotWaitForAWrite) {
  auto store = open();
  ASSERT_TRUE(store->write_and_wait(insert(0)));
  std::atomic<bool> stop = false;
  std::atomic<int> torn = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto outcome = store->read([&torn](Transaction& tx) -> Result<void> {
          std::int64_t first = 0;
          std::int64_t second = 0;
          const auto into = [](std::int64_t& rows) {
            return [&rows](const Row& row) {
              rows = row.integer(0);
              return false;
            };
          };
          tx.query("SELECT COUNT(*) FROM t", {}, into(first));
          std::this_thread::yield();
          tx.query("SELECT COUNT(*) FROM t WHERE k >= 0", {}, into(second));
          if (first != second) ++torn;
          return {};
        });
        EXPECT_TRUE(outcome.has_value());
      }
    });
  }
  for (int i = 1; i <= 200; ++i) ASSERT_TRUE(store->write_and_wait(insert(i)));
  // A write under way does not hold a reader up: this one waits for the read.
  ASSERT_TRUE(store->write_and_wait([&](Transaction& tx) -> Result<void> {
    BERTH_TRY(insert(1000)(tx));
    std::thread([&] { EXPECT_EQ(count(*store), 201); }).join();
    return {};
  }));
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
}

TEST_F(SqliteStoreTest, AReadChangesNothing) {
  auto store = open();
  const auto outcome = store->read(insert(1));
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, "InternalFailure");
  EXPECT_EQ(count(*store), 0);
}

TEST_F(SqliteStoreTest, StatementsAndReadsMayNest) {
  auto store = open();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(store->write_and_wait(insert(i)));
  int pairs = 0;
  ASSERT_TRUE(store->read([&](Transaction& tx) -> Result<void> {
    tx.query("SELECT k FROM t", {}, [&](const Row&) {
      tx.query("SELECT k FROM t", {}, [&pairs](const Row&) {
        ++pairs;
        return true;
      });
      return true;
    });
    EXPECT_EQ(count(*store), 3);
    return {};
  }));
  EXPECT_EQ(pairs, 9);
}

TEST_F(SqliteStoreTest, AFullDiskIsAFaultAndReadsGoOn) {
  auto store = open();
  ASSERT_TRUE(store->write_and_wait(insert(1)));
  // The file size limit stands in for a disk that is full: write(2) fails for both.
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  ::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit tight { 64 * 1024, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto outcome = store->write_and_wait([](Transaction& tx) -> Result<void> {
    for (std::int64_t key = 100; key < 140; ++key) {
      BERTH_TRY(insert(key, std::string(8000, 'x'))(tx));
    }
    return {};
  });
  EXPECT_FALSE(outcome.has_value());
  EXPECT_EQ(count(*store), 1);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_TRUE(store->write_and_wait(insert(2)).has_value());
  EXPECT_EQ(count(*store), 2);
}

TEST_F(SqliteStoreTest, OneProcessHoldsAStore) {
  auto store = open();
  const auto second = open_sqlite(path_, kTable);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "StoreLocked");
  EXPECT_THAT(second.error().message, testing::HasSubstr(std::to_string(::getpid())));
  store.reset();
  EXPECT_TRUE(open_sqlite(path_, kTable).has_value());
}

TEST_F(SqliteStoreTest, FilesAreTheOwnersAlone) {
  const mode_t before = ::umask(0);
  auto store = open();
  ASSERT_TRUE(store->write_and_wait(insert(1)));
  ::umask(before);
  EXPECT_EQ(mode_of(path_), 0600u);
  EXPECT_EQ(mode_of(path_ + "-wal"), 0600u);
  EXPECT_EQ(mode_of(path_ + ".lock"), 0600u);
}

TEST_F(SqliteStoreTest, AStoreOfALaterVersionIsRefused) {
  open();
  const auto older = open_sqlite(path_, {});
  ASSERT_FALSE(older.has_value());
  EXPECT_EQ(older.error().code, "StoreTooNew");
}

TEST_F(SqliteStoreTest, AStepThatFailsLeavesNothing) {
  const Migration broken[] = {
      kTable[0], {2, "broken", "CREATE TABLE u (k BIGINT); INSERT INTO none VALUES (1)"}};
  EXPECT_EQ(open_sqlite(path_, broken).error().code, "InternalFailure");
  const Migration mended[] = {kTable[0], {2, "mended", "CREATE TABLE u (k BIGINT)"}};
  EXPECT_TRUE(open_sqlite(path_, mended).has_value());
}

TEST(Migrations, AreNumberedWithoutGaps) {
  int number = 0;
  for (const Migration& migration : all_migrations()) EXPECT_EQ(migration.number, ++number);
}

TEST(Migrations, LeadFromEachEarlierVersion) {
  for (std::size_t from = 0; from <= all_migrations().size(); ++from) {
    const TemporaryFolder folder;
    const std::string path = folder.path() + "/state.db";
    ASSERT_TRUE(open_sqlite(path, all_migrations().first(from)).has_value()) << from;
    const auto opened = open_sqlite(path);
    ASSERT_TRUE(opened.has_value()) << from << ": " << opened.error().message;
    std::int64_t applied = 0;
    ASSERT_TRUE((*opened)->read([&applied](Transaction& tx) -> Result<void> {
      tx.query("SELECT COUNT(*) FROM schema_migrations", {}, [&applied](const Row& row) {
        applied = row.integer(0);
        return false;
      });
      return {};
    }));
    EXPECT_EQ(applied, static_cast<std::int64_t>(all_migrations().size()));
  }
}

TEST(OpenStore, NamesTheSchemeItDoesNotKnowAndNothingElse) {
  const auto opened = open_store("postgresql://berth:hunter2@db/berth");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().code, "UnsupportedStore");
  EXPECT_THAT(opened.error().message, testing::Not(testing::HasSubstr("hunter2")));
}

}  // namespace
}  // namespace berth::store::sqlite
