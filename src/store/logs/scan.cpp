// Blocks come by their first event's time (backwards by their last's); events of those that overlap
// are merged.
#include "store/logs/scan.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

#include "store/rows.h"

namespace berth::store {
namespace {

constexpr std::int64_t kHeadsAtOnce = 256;
constexpr std::size_t kStreamsOneByOneMax = 100;
constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

/// A block that is not read yet.
struct Head {
  std::int64_t id = 0;
  std::int64_t stream_id = 0;
  std::int64_t first_ms = 0;
  std::int64_t last_ms = 0;
};

/// Times without overflow at the ends of what a client may ask for.
std::int64_t minus(std::int64_t ms, std::int64_t span_ms) {
  return ms < kFirst + span_ms ? kFirst : ms - span_ms;
}
std::int64_t plus(std::int64_t ms, std::int64_t span_ms) {
  return ms > kLast - span_ms ? kLast : ms + span_ms;
}

/// The blocks of one stream or of a group, in the scan's order, some at a time.
class Heads {
 public:
  Heads(Transaction& tx, const LogScan& scan, bool of_group, std::int64_t id)
      : tx_(tx), scan_(scan), of_group_(of_group), id_(id) {
    const std::int64_t span = number_of(tx_,
                                        of_group ? "SELECT span_ms FROM log_groups WHERE id = ?1"
                                                 : "SELECT span_ms FROM log_streams WHERE id = ?1",
                                        {id});
    from_ms_ = scan.from_ms;
    to_ms_ = scan.to_ms;
    if (scan.after && scan.descending) to_ms_ = std::min(to_ms_, plus(scan.after->timestamp_ms, 1));
    if (scan.after && !scan.descending) from_ms_ = std::max(from_ms_, scan.after->timestamp_ms);
    edge_ms_ = scan.descending ? plus(to_ms_, span) : minus(from_ms_, span);
    edge_id_ = scan.descending ? kLast : kFirst;
    fill();
  }

  bool empty() const { return heads_.empty(); }
  const Head& front() const { return heads_.front(); }
  void pop() {
    heads_.pop_front();
    if (heads_.empty() && !all_) fill();
  }

 private:
  void fill() {
    const auto take = [this](const Row& row) {
      heads_.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3)});
      return true;
    };
    // A plus keeps a condition from choosing the index.
    const std::initializer_list<Param> params = {id_,      from_ms_, to_ms_,
                                                 edge_ms_, edge_id_, kHeadsAtOnce};
    if (scan_.descending) {
      tx_.query(of_group_ ? "SELECT id, stream_id, first_ms, last_ms FROM log_blocks "
                            "WHERE group_id = ?1 AND last_ms >= ?2 AND +first_ms < ?3 "
                            "AND (last_ms, id) < (?4, ?5) ORDER BY last_ms DESC, id DESC LIMIT ?6"
                          : "SELECT id, stream_id, first_ms, last_ms FROM log_blocks "
                            "WHERE stream_id = ?1 AND last_ms >= ?2 AND +first_ms < ?3 "
                            "AND (last_ms, id) < (?4, ?5) ORDER BY last_ms DESC, id DESC LIMIT ?6",
                params, take);
    } else {
      tx_.query(of_group_ ? "SELECT id, stream_id, first_ms, last_ms FROM log_blocks "
                            "WHERE group_id = ?1 AND +last_ms >= ?2 AND first_ms < ?3 "
                            "AND (first_ms, id) > (?4, ?5) ORDER BY first_ms, id LIMIT ?6"
                          : "SELECT id, stream_id, first_ms, last_ms FROM log_blocks "
                            "WHERE stream_id = ?1 AND +last_ms >= ?2 AND first_ms < ?3 "
                            "AND (first_ms, id) > (?4, ?5) ORDER BY first_ms, id LIMIT ?6",
                params, take);
    }
    all_ = heads_.size() < static_cast<std::size_t>(kHeadsAtOnce);
    if (heads_.empty()) return;
    edge_ms_ = scan_.descending ? heads_.back().last_ms : heads_.back().first_ms;
    edge_id_ = heads_.back().id;
  }

  Transaction& tx_;
  const LogScan& scan_;
  bool of_group_;
  std::int64_t id_;
  std::int64_t from_ms_ = 0;
  std::int64_t to_ms_ = 0;
  std::int64_t edge_ms_ = 0;
  std::int64_t edge_id_ = 0;
  std::deque<Head> heads_;
  bool all_ = false;
};

/// What is wanted of a block that was read, the next to come last.
using Found = std::vector<FoundLogEvent>;

class Scanner {
 public:
  Scanner(Transaction& tx, const LogScan& scan) : tx_(tx), scan_(scan) {
    if (scan.streams && scan.streams->size() <= kStreamsOneByOneMax) {
      for (const std::int64_t stream : *scan.streams)
        sources_.emplace_back(tx, scan, false, stream);
      return;
    }
    if (scan.streams) wanted_streams_.insert(scan.streams->begin(), scan.streams->end());
    sources_.emplace_back(tx, scan, true, scan.group_id);
    for (const std::int64_t group : scan.other_groups) {
      sources_.emplace_back(tx, scan, true, group);
    }
  }

  std::optional<LogKey> run(const std::function<bool(FoundLogEvent&)>& visit) {
    for (;;) {
      while (Heads* source = next_source()) {
        const std::int64_t edge = edge_of(source->front());
        if (!open_.empty() && before(top().timestamp_ms, edge)) break;
        if (bytes_read_ >= scan_.bytes_max && has_gone_on(edge)) return resting_at(edge);
        read(source->front());
        source->pop();
      }
      if (open_.empty()) return std::nullopt;
      std::pop_heap(open_.begin(), open_.end(), comes_later_);
      Found& found = open_.back();
      const bool goes_on = visit(found.back());
      found.pop_back();
      if (found.empty()) {
        open_.pop_back();
      } else {
        std::push_heap(open_.begin(), open_.end(), comes_later_);
      }
      if (!goes_on) return std::nullopt;
    }
  }

 private:
  std::int64_t edge_of(const Head& head) const {
    return scan_.descending ? head.last_ms : head.first_ms;
  }
  bool before(std::int64_t a, std::int64_t b) const { return scan_.descending ? a > b : a < b; }
  LogKey top() const { return open_.front().back().key(); }

  bool has_gone_on(std::int64_t edge) const {
    return !scan_.after || before(scan_.after->timestamp_ms, edge);
  }
  LogKey resting_at(std::int64_t edge) const {
    return scan_.descending ? LogKey{edge, kLast, kLast} : LogKey{edge, kFirst, kFirst};
  }

  Heads* next_source() {
    Heads* next = nullptr;
    for (Heads& source : sources_) {
      if (source.empty()) continue;
      if (next == nullptr || before(edge_of(source.front()), edge_of(next->front())))
        next = &source;
    }
    return next;
  }

  bool counts(const LogKey& key) const {
    if (key.timestamp_ms < scan_.from_ms || key.timestamp_ms >= scan_.to_ms) return false;
    if (!scan_.after) return true;
    return scan_.descending ? key < *scan_.after : key > *scan_.after;
  }

  void read(const Head& head) {
    if (!wanted_streams_.empty() && !wanted_streams_.contains(head.stream_id)) return;
    Found found;
    tx_.query("SELECT first_sequence, places, messages FROM log_blocks WHERE id = ?1", {head.id},
              [&](const Row& row) {
                const LogBlock block(head.stream_id, head.first_ms, row.integer(0), row.text(1),
                                     row.text(2));
                bytes_read_ += block.messages().size();
                sift(block, found);
                return false;
              });
    if (found.empty()) return;
    if (!scan_.descending) std::reverse(found.begin(), found.end());
    open_.push_back(std::move(found));
    std::push_heap(open_.begin(), open_.end(), comes_later_);
  }

  void sift(const LogBlock& block, Found& found) {
    const auto take = [&](std::size_t index) {
      const LogKey key{block.places()[index].timestamp_ms, block.stream_id(),
                       block.sequence(index)};
      if (counts(key)) found.push_back({block.stream_id(), block.event(index)});
    };
    if (!scan_.sift) {
      for (std::size_t i = 0; i < block.places().size(); ++i) take(i);
      return;
    }
    wanted_.clear();
    scan_.sift(block, wanted_);
    for (const std::size_t index : wanted_) take(index);
  }

  Transaction& tx_;
  const LogScan& scan_;
  std::vector<Heads> sources_;
  std::unordered_set<std::int64_t> wanted_streams_;
  std::vector<Found> open_;  ///< a heap: the one whose next event comes first is at its front
  std::function<bool(const Found&, const Found&)> comes_later_ = [this](const Found& a,
                                                                        const Found& b) {
    const LogKey one = a.back().key();
    const LogKey other = b.back().key();
    return scan_.descending ? one < other : one > other;
  };
  std::vector<std::size_t> wanted_;
  std::size_t bytes_read_ = 0;
};

}  // namespace

std::optional<LogKey> scan_log_events(Transaction& tx, const LogScan& scan,
                                      const std::function<bool(FoundLogEvent&)>& visit) {
  return Scanner(tx, scan).run(visit);
}

}  // namespace berth::store
