// Group commit: one fdatasync for all the writes that came in during the one before.
#include "store/sqlite/writer.h"

#include <exception>
#include <utility>

#include <spdlog/spdlog.h>

namespace berth::store::sqlite {

Fault engine_fault(std::string_view reason) {
  spdlog::error("The store failed: {}", reason);
  return server_fault("InternalFailure", "The state could not be read or written.");
}

Writer::Writer(std::unique_ptr<Connection> connection, WriterLimits limits)
    : connection_(std::move(connection)), limits_(limits), thread_([this] { run(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void Writer::write(Store::Job job, Store::Done done) {
  bool refused = false;
  {
    const std::lock_guard lock(mutex_);
    refused = stopping_ || queue_.size() >= limits_.queue_jobs_max;
    if (!refused) queue_.push_back(Entry{std::move(job), std::move(done), {}});
  }
  if (!refused) {
    wake_.notify_one();
    return;
  }
  done(fail(Fault{"ServiceUnavailable", "Too many writes are waiting: try again.", 503, {}}));
}

void Writer::run() {
  std::vector<Entry> group;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      while (!queue_.empty() && group.size() < limits_.group_jobs_max) {
        group.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    run_group(group);
    for (Entry& entry : group) {
      // Both gone by the next one's: whoever waits for that may end what they refer to.
      entry.job = {};
      const Store::Done done = std::exchange(entry.done, {});
      done(std::move(entry.outcome));
    }
    group.clear();
  }
}

void Writer::run_group(std::vector<Entry>& group) {
  std::size_t uncommitted = 0;  // the first entry that the commit below is for
  std::size_t next = 0;
  try {
    while (next < group.size()) {
      if (!connection_->in_transaction()) {
        connection_->execute("BEGIN IMMEDIATE");
        uncommitted = next;
      }
      run_entry(group[next]);
      ++next;
      if (connection_->in_transaction()) continue;
      // SQLite gave the whole transaction up. Jobs are not run twice, so all of it has failed.
      for (std::size_t i = uncommitted; i + 1 < next; ++i) {
        if (group[i].outcome) group[i].outcome = fail(group[next - 1].outcome.error());
      }
      uncommitted = next;
    }
    if (connection_->in_transaction()) connection_->execute("COMMIT");
  } catch (const Failure& failure) {
    connection_->roll_back();
    const Fault fault = engine_fault(failure.what());
    for (std::size_t i = uncommitted; i < group.size(); ++i) {
      if (group[i].outcome) group[i].outcome = fail(fault);
    }
  }
}

void Writer::run_entry(Entry& entry) {
  try {
    connection_->execute("SAVEPOINT job");
    try {
      entry.outcome = entry.job(*connection_);
    } catch (const std::exception& failure) {
      entry.outcome = fail(engine_fault(failure.what()));
    }
    if (!connection_->in_transaction()) {
      if (entry.outcome) entry.outcome = fail(engine_fault("a job went on after its failure"));
      return;
    }
    if (!entry.outcome) connection_->execute("ROLLBACK TO job");
    connection_->execute("RELEASE job");
  } catch (const Failure& failure) {
    entry.outcome = fail(engine_fault(failure.what()));
    connection_->roll_back();
  }
}

}  // namespace berth::store::sqlite
