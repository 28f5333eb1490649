// Deletes log events once their group's retention is over: a write a batch, so that requests come
// between.
#include "control/log_retention.h"

#include <atomic>

#include <spdlog/spdlog.h>

#include "store/logs/retention.h"

namespace berth::control {

struct LogRetention::Work {
  explicit Work(LogRetentionParts of) : parts(of) {}

  LogRetentionParts parts;
  std::mutex mutex;
  bool ended = false;             ///< under `mutex`
  std::atomic<bool> more{false};  ///< the last batch was a full one
};

LogRetention::LogRetention(LogRetentionParts parts) : work_(std::make_shared<Work>(parts)) {}

LogRetention::~LogRetention() {
  {
    const std::scoped_lock lock(work_->mutex);
    work_->ended = true;
  }
  // Jobs that were queued before speak of the store's clock.
  const auto done =
      work_->parts.store.write_and_wait([](store::Transaction&) { return Result<void>(); });
  if (!done) spdlog::warn("the retention of logs ends with: {}", done.error().message);
}

void LogRetention::start(net::asio::io_context& context) {
  net::spawn(context, look_again(work_));
}

net::Task<void> LogRetention::look_again(std::shared_ptr<Work> work) {
  for (;;) {
    co_await net::sleep_for(work->more ? work->parts.pause : work->parts.tick);
    const std::scoped_lock lock(work->mutex);
    if (work->ended) co_return;
    const std::int64_t now_ms = to_epoch_ms(work->parts.clock.now());
    const store::Store::Job job = [work, now_ms](store::Transaction& tx) -> Result<void> {
      const int limit = work->parts.blocks_at_once;
      work->more = store::delete_expired_log_blocks(tx, now_ms, limit) == limit;
      return {};
    };
    const store::Store::Done told = [](const Result<void>& done) {
      if (!done) spdlog::warn("expired log events were not deleted: {}", done.error().message);
    };
    work->parts.store.write(job, told);
  }
}

}  // namespace berth::control
