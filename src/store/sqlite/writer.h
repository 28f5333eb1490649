// The one thread that changes the state: takes what has queued up, commits it as one.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace berth::store::sqlite {

/// How much may wait and how much goes into one commit.
struct WriterLimits {
  std::size_t queue_jobs_max = 4096;
  std::size_t group_jobs_max = 256;
};

/// Runs jobs one after another, each in a savepoint, and commits them in groups. What came before
/// the end of the writer is done before it ends.
class Writer {
 public:
  explicit Writer(std::unique_ptr<Connection> connection, WriterLimits limits = {});
  ~Writer();

  /// See Store::write.
  void write(Store::Job job, Store::Done done);

 private:
  struct Entry {
    Store::Job job;
    Store::Done done;
    Result<void> outcome;
  };

  void run();
  void run_group(std::vector<Entry>& group);
  void run_entry(Entry& entry);

  std::unique_ptr<Connection> connection_;
  const WriterLimits limits_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Entry> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

/// The answer where the engine fails: its reason goes to the log, not to the caller.
Fault engine_fault(std::string_view reason);

}  // namespace berth::store::sqlite
