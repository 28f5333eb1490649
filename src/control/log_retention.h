// Deletes log events once their group's retention is over, a bounded number at a time.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "base/clock.h"
#include "net/runtime.h"
#include "store/store.h"

namespace berth::control {

struct LogRetentionParts {
  store::Store& store;
  const Clock& clock;
  std::chrono::milliseconds tick{std::chrono::minutes(1)};  ///< between two looks
  std::chrono::milliseconds pause{100};  ///< between two batches, while there is more to delete
  int blocks_at_once = 64;               ///< of 64 KiB at most
};

/// Everything in `parts` outlives it, and the writes that it has queued.
class LogRetention {
 public:
  explicit LogRetention(LogRetentionParts parts);
  /// No look begins after it; waits for a batch that is being written.
  ~LogRetention();

  void start(net::asio::io_context& context);

 private:
  /// Outlives this where its context does.
  struct Work;
  static net::Task<void> look_again(std::shared_ptr<Work> work);

  std::shared_ptr<Work> work_;
};

}  // namespace berth::control
