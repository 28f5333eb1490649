// The request's thread moves a decision into a queue; everything that costs is done by another.
#include "services/decision_log.h"

#include <algorithm>
#include <map>
#include <utility>

#include <spdlog/spdlog.h>

#include "store/iam/uses.h"

namespace berth::services {
namespace {

/// So many batches wait for the store at most: the rest waits in the queue, which is bounded.
constexpr std::size_t kBatchesUnderWayMax = 4;
constexpr std::int64_t kForgottenAtOnceMax = 2048;
constexpr std::size_t kTaskIdSize = 32;
/// IAM reports on so long a time.
constexpr std::chrono::hours kUsesKeptFor{400 * 24};

/// So many decisions that are alike make one record.
constexpr std::int64_t kAlikeMax = 1000;

constexpr std::initializer_list<const char*> kTimes = {"aws:CurrentTime", "aws:EpochTime"};

/// Of decisions that are alike it is the same; of others it may be.
std::size_t likeness_of(const MadeDecision& made) {
  const iam::Request& request = made.request;
  std::size_t likeness = 0;
  for (const std::string* const each : {&request.action, &request.resource, &request.principal.arn,
                                        &made.access_key_id, &made.source_address}) {
    likeness = likeness * 31 + std::hash<std::string>()(*each);
  }
  return likeness;
}

bool is_time(const std::string& key) {
  return std::find(kTimes.begin(), kTimes.end(), key) != kTimes.end();
}

/// They differ in nothing but their times and their requests.
bool are_alike(const MadeDecision& a, const MadeDecision& b) {
  const iam::Request& one = a.request;
  const iam::Request& other = b.request;
  return one.action == other.action && one.resource == other.resource &&
         one.principal == other.principal && a.access_key_id == b.access_key_id &&
         a.region == b.region && a.source_address == b.source_address && a.task_arn == b.task_arn &&
         a.outcome == b.outcome &&
         std::equal(one.context.entries().begin(), one.context.entries().end(),
                    other.context.entries().begin(), other.context.entries().end(),
                    [](const auto& left, const auto& right) {
                      return left.first == right.first &&
                             (is_time(left.first) || left.second == right.second);
                    });
}

/// A task's session is named after the task. Whoever else may assume the role may choose such a
/// name: the role has to be the task's.
void find_task(store::Transaction& tx, store::DecisionRecord& record) {
  if (!record.task_arn.empty() || record.role_arn.empty()) return;
  const std::string name = record.caller_arn.substr(record.caller_arn.rfind('/') + 1);
  if (name.size() != kTaskIdSize) return;
  if (auto task = store::find_task_arn_of_session(tx, name, record.role_arn)) {
    record.task_arn = std::move(*task);
  }
}

/// Of users and roles, whose sessions' ids begin with theirs; what was refused was tried, too.
void note_uses(store::Transaction& tx, const std::vector<store::DecisionRecord>& records) {
  std::map<std::pair<std::string_view, std::string_view>, const store::DecisionRecord*> last;
  for (const store::DecisionRecord& each : records) {
    const std::string_view id =
        std::string_view(each.principal_id).substr(0, each.principal_id.find(':'));
    const std::string_view kind = id.substr(0, 4);
    if (kind == "AIDA" || kind == "AROA") last[{id, each.action}] = &each;
  }
  for (const auto& [use, record] : last) {
    // IAM has one region, whatever clients sign for.
    const std::string region = record->service == "iam" ? "us-east-1" : record->region;
    store::note_use(tx, {std::string(use.first), record->action, record->decided_at_ms, region});
  }
}

}  // namespace

DecisionLog::DecisionLog(store::Store& store, const Clock& clock, DecisionLogOptions options)
    : store_(store), clock_(clock), options_(std::move(options)) {
  queue_.reserve(options_.written_at);
  taken_.reserve(options_.written_at);
  thread_ = std::thread([this] { run(); });
}

DecisionLog::~DecisionLog() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
  std::unique_lock lock(mutex_);
  written_.wait(lock, [this] { return batches_under_way_ == 0; });
}

void DecisionLog::record(MadeDecision decision) {
  const bool is_allowed = decision.outcome == iam::Outcome::kAllowed;
  const std::size_t likeness = is_allowed ? likeness_of(decision) : 0;
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    switch (decision.outcome) {
      case iam::Outcome::kAllowed:
        ++counts_.allowed;
        break;
      case iam::Outcome::kImplicitlyDenied:
        ++counts_.implicitly_denied;
        break;
      case iam::Outcome::kExplicitlyDenied:
        ++counts_.explicitly_denied;
        break;
    }
    if (decision.outcome != iam::Outcome::kAllowed && !decision.enforced) {
      ++counts_.denied_in_audit;
    }
    if (is_allowed && join_alike(decision, likeness)) return;
    if (queue_.size() >= options_.queue_max) {
      ++counts_.dropped;
      return;
    }
    if (is_allowed) alike_[likeness] = queue_.size();
    queue_.push_back(std::move(decision));
    full = queue_.size() == options_.written_at;
  }
  if (full) wake_.notify_one();
}

/// False where nothing that waits is like it, or what is has enough. Under the lock.
bool DecisionLog::join_alike(const MadeDecision& decision, std::size_t likeness) {
  const auto place = alike_.find(likeness);
  if (place == alike_.end()) return false;
  MadeDecision& first = queue_[place->second];
  if (first.calls >= kAlikeMax || !are_alike(first, decision)) return false;
  ++first.calls;
  if (!first.more_request_ids.empty()) first.more_request_ids += ' ';
  first.more_request_ids += decision.request_id;
  return true;
}

void DecisionLog::hand_over() {
  const std::lock_guard handing(hand_over_mutex_);
  {
    const std::lock_guard lock(mutex_);
    taken_.swap(queue_);
    alike_.clear();
  }
  write(taken_);
  taken_.clear();
}

void DecisionLog::write(const std::vector<MadeDecision>& decisions) {
  std::vector<store::DecisionRecord> batch;
  for (const MadeDecision& each : decisions) {
    batch.push_back(record_of(each));
    if (batch.size() == options_.batch_max) write_batch(std::exchange(batch, {}));
  }
  if (!batch.empty()) write_batch(std::move(batch));
}

void DecisionLog::write_batch(std::vector<store::DecisionRecord> batch) {
  {
    const std::lock_guard lock(mutex_);
    ++batches_under_way_;
  }
  const std::size_t size = batch.size();
  auto records = std::make_shared<std::vector<store::DecisionRecord>>(std::move(batch));
  store_.write(
      [records](store::Transaction& tx) -> Result<void> {
        for (store::DecisionRecord& each : *records) {
          find_task(tx, each);
          store::insert_decision(tx, each);
        }
        note_uses(tx, *records);
        return {};
      },
      [this, size](const Result<void>& done) { finish_batch(size, done.has_value()); });
}

void DecisionLog::finish_batch(std::size_t size, bool written) {
  // Under the lock to its end: the log may be gone as soon as the last batch is counted.
  const std::lock_guard lock(mutex_);
  if (!written) counts_.dropped += size;
  --batches_under_way_;
  written_.notify_all();
}

void DecisionLog::run() {
  for (;;) {
    bool stopping = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, options_.written_every,
                     [this] { return stopping_ || queue_.size() >= options_.written_at; });
      written_.wait(lock, [this] { return batches_under_way_ < kBatchesUnderWayMax; });
      stopping = stopping_;
    }
    hand_over();
    forget_old();
    tell_counts();
    if (stopping) return;
  }
}

void DecisionLog::forget_old() {
  const store::DecisionLimits limits{options_.kept_max,
                                     to_epoch_ms(clock_.now() - options_.kept_for)};
  bool old = false;
  const auto looked = store_.read([&](store::Transaction& tx) -> Result<void> {
    old = store::has_decisions_beyond(tx, limits);
    return {};
  });
  if (!looked || !old) return;
  {
    const std::lock_guard lock(mutex_);
    ++batches_under_way_;
  }
  store_.write(
      [limits, oldest_use_ms = to_epoch_ms(clock_.now() - kUsesKeptFor)](
          store::Transaction& tx) -> Result<void> {
        store::forget_decisions(tx, limits, kForgottenAtOnceMax);
        store::forget_uses(tx, oldest_use_ms);
        return {};
      },
      [this](const Result<void>&) { finish_batch(0, true); });
}

void DecisionLog::tell_counts() {
  DecisionCounts counts;
  {
    const std::lock_guard lock(mutex_);
    counts = std::exchange(counts_, {});
  }
  if (counts.dropped > 0) {
    spdlog::warn("{} decisions are not recorded: they came faster than they can be written",
                 counts.dropped);
  }
  if (options_.counted) options_.counted(counts);
}

}  // namespace berth::services
