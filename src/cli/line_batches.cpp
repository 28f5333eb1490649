// One thread reads and writes; the others take the next batch whenever they are free.
#include "cli/line_batches.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <istream>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include <sched.h>

namespace berth::cli {
namespace {

constexpr std::size_t kBatchBytes = 128 * 1024;
constexpr std::size_t kBatchesPerThread = 4;

std::size_t lines_in(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at) ++lines;
  return lines;
}

/// Cuts a stream into batches.
class BatchReader {
 public:
  explicit BatchReader(std::istream& in) : in_(in) {}

  /// False at the end of the stream.
  bool read(LineBatch& batch) {
    batch.text = std::move(rest_);
    batch.first_line = next_line_;
    rest_.clear();
    std::size_t end = std::string::npos;
    while (end == std::string::npos) {
      const std::size_t size = batch.text.size();
      batch.text.resize(size + kBatchBytes);
      in_.read(batch.text.data() + size, static_cast<std::streamsize>(kBatchBytes));
      batch.text.resize(size + static_cast<std::size_t>(in_.gcount()));
      if (!in_) break;
      end = batch.text.rfind('\n');  // a line longer than a batch is read on
    }
    if (end != std::string::npos) {
      rest_ = batch.text.substr(end + 1);
      batch.text.resize(end + 1);
    }
    next_line_ += lines_in(batch.text);
    return !batch.text.empty();
  }

 private:
  std::istream& in_;
  std::string rest_;  ///< of the line that the last batch was cut off at
  std::size_t next_line_ = 1;
};

struct Job {
  LineBatch batch;
  bool done = false;
};

/// The threads and what they have to do.
class Workers {
 public:
  Workers(std::size_t threads, const std::function<LineWork()>& make_work) {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this, work = make_work()] { serve(work); });
    }
  }

  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (std::thread& each : threads_) each.join();
  }

  void push(std::shared_ptr<Job> job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(job));
    }
    changed_.notify_all();
  }

  void wait_for(const Job& job) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&job] { return job.done; });
  }

 private:
  std::shared_ptr<Job> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty()) return nullptr;
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    return job;
  }

  void serve(const LineWork& work) {
    while (const auto job = take()) {
      work(job->batch);
      {
        const std::lock_guard lock(mutex_);
        job->done = true;
      }
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Job>> waiting_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace

std::size_t usable_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<std::size_t>(std::max(1, CPU_COUNT(&set)));
}

void work_on_lines(std::istream& in, std::size_t threads,
                   const std::function<LineWork()>& make_work,
                   const std::function<void(const LineBatch&)>& finish) {
  Workers workers(std::max<std::size_t>(threads, 1), make_work);
  BatchReader reader(in);
  std::deque<std::shared_ptr<Job>> in_order;
  const auto finish_first = [&] {
    workers.wait_for(*in_order.front());
    finish(in_order.front()->batch);
    in_order.pop_front();
  };
  for (auto job = std::make_shared<Job>(); reader.read(job->batch); job = std::make_shared<Job>()) {
    in_order.push_back(job);
    workers.push(std::move(job));
    if (in_order.size() >= threads * kBatchesPerThread) finish_first();
  }
  while (!in_order.empty()) finish_first();
}

}  // namespace berth::cli
