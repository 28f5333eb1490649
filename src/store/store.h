// The state of an installation: where a request's way turns durable.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "store/transaction.h"

namespace berth::store {

/// A durable store. Writes run one after another on a writer thread and are committed in groups;
/// a write is answered after the commit (fdatasync) that holds it. Reads run on the calling thread,
/// each in a snapshot of its own, and never wait for writes. Safe to call from any thread.
class Store {
 public:
  virtual ~Store() = default;

  /// What a write does: changes by `Transaction`; a Fault undoes this job alone (a savepoint), the
  /// others of its group stay.
  using Job = std::function<Result<void>(Transaction&)>;
  /// Called once, on the writer thread, after the commit or with the fault. It and its job are gone
  /// before the next write is told.
  using Done = std::function<void(Result<void>)>;

  /// Queues a write. The queue is bounded: where it is full, `done` gets a Fault of code
  /// "ServiceUnavailable" (503) at once.
  virtual void write(Job job, Done done) = 0;

  /// Runs `job` in a read snapshot on this thread. An engine's failure is Fault "InternalFailure".
  virtual Result<void> read(const Job& job) = 0;

  /// A write that blocks until it is durable. Never from a thread that serves requests.
  Result<void> write_and_wait(Job job);
};

/// Opens `url`: "sqlite:/absolute/path.db" (created with mode 0600, migrated to the newest schema).
/// Fault "UnsupportedStore" for postgresql://, "StoreTooNew" for a schema of a later version,
/// "StoreLocked" where another process holds it.
Result<std::shared_ptr<Store>> open_store(const std::string& url);

}  // namespace berth::store
