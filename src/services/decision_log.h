// The record of every decision of IAM: taken up while a request runs, written down behind its back.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "iam/evaluate.h"
#include "services/context.h"
#include "store/decision_records.h"
#include "store/store.h"

namespace berth::services {

/// A decision with all that it was made from: policies change, and an explanation is wanted of
/// those that decided. Holds no secret.
struct MadeDecision {
  TimePoint decided_at;
  std::string request_id;
  std::string region;
  std::string access_key_id;   ///< empty where a service calls
  std::string source_address;  ///< likewise
  std::string task_arn;        ///< where it is known already
  berth::iam::Request request;
  berth::iam::PolicySet policies;
  berth::iam::Outcome outcome = berth::iam::Outcome::kAllowed;
  bool enforced = true;          ///< else a denial went through
  bool role_is_there = true;     ///< false: the role to be assumed is none, so no policy decided
  std::int64_t calls = 1;        ///< with those that are like it
  std::string more_request_ids;  ///< theirs, with spaces between
};

/// How many decisions there were since they were last told.
struct DecisionCounts {
  std::uint64_t allowed = 0;
  std::uint64_t implicitly_denied = 0;
  std::uint64_t explicitly_denied = 0;
  std::uint64_t denied_in_audit = 0;  ///< of those denied, the ones that went through
  std::uint64_t dropped = 0;          ///< of all, the ones that are not recorded
};

struct DecisionLogOptions {
  std::int64_t kept_max = 100'000;      ///< so many decisions are kept,
  std::chrono::hours kept_for{7 * 24};  ///< and for so long
  /// Where so many wait to be written, further ones are dropped and counted.
  std::size_t queue_max = 8192;
  std::size_t batch_max = 256;                         ///< records in one write
  std::size_t written_at = 1024;                       ///< decisions are written as soon as so many
  std::chrono::milliseconds written_every{500};        ///< wait, or so long after the last time
  std::function<void(const DecisionCounts&)> counted;  ///< told by the log's own thread
};

/// Takes decisions up without waiting for anything and writes them down in batches on a thread of
/// its own, with an explanation of each denial. Allowed ones that wait at the same time and differ
/// in nothing but request and time share a record: clients that poll would cost more than they
/// tell. What users and roles used last is noted with them (store/iam/uses.h). What was taken up
/// less than a second ago is lost where the process is killed; what waits at the end of the log is
/// written before it ends. Safe to call from any thread.
class DecisionLog {
 public:
  /// `store` and `clock` outlive it.
  DecisionLog(store::Store& store, const Clock& clock, DecisionLogOptions options);
  ~DecisionLog();
  DecisionLog(const DecisionLog&) = delete;
  DecisionLog& operator=(const DecisionLog&) = delete;

  /// Costs a look, a move and a lock.
  void record(MadeDecision decision);

  /// Hands all that was recorded so far to the store: a write that is queued after this call reads
  /// it. Does not wait for the store.
  void hand_over();

 private:
  bool join_alike(const MadeDecision& decision, std::size_t likeness);
  void run();
  void write(const std::vector<MadeDecision>& decisions);
  void write_batch(std::vector<store::DecisionRecord> batch);
  void finish_batch(std::size_t size, bool written);
  void forget_old();
  void tell_counts();

  store::Store& store_;
  const Clock& clock_;
  const DecisionLogOptions options_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable written_;
  std::vector<MadeDecision> queue_;
  std::unordered_map<std::size_t, std::size_t> alike_;  ///< places in the queue by likeness
  DecisionCounts counts_;
  std::size_t batches_under_way_ = 0;
  bool stopping_ = false;

  std::mutex hand_over_mutex_;       ///< held from taking decisions up to queueing their writes
  std::vector<MadeDecision> taken_;  ///< its memory is the next queue's
  std::thread thread_;
};

/// The record of a decision, with its explanation where it is a denial.
store::DecisionRecord record_of(const MadeDecision& decision);

}  // namespace berth::services
