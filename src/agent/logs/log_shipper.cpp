// One coroutine reads, another sends; between them is a queue with an end.
#include "agent/logs/log_shipper.h"

#include <algorithm>
#include <utility>

#include <spdlog/spdlog.h>

#include "net/runtime.h"

namespace berth::agent {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Reading waits while so much is to be sent.
constexpr std::size_t kQueueBytesMax = kBatchBytesMax;
/// So long events gather for one batch.
constexpr milliseconds kGathering{100};
/// Lines that may belong to the same event come faster than this.
constexpr milliseconds kQuiet{500};
/// A log may end a little before the engine knows that its container has.
constexpr milliseconds kPauseFirst{20};
constexpr milliseconds kAgainFirst{200};
constexpr milliseconds kAgainMost{5000};
constexpr milliseconds kLook{1000};
/// An engine that is not read for so long may go on to another file, and past it.
constexpr std::chrono::seconds kHeldUp{5};

/// What no further attempt mends; all else (rights, a group, a clock, a service that is away) may
/// get better.
bool is_refused_for_good(const Fault& fault) {
  return fault.code == "InvalidParameterException" || fault.code == "ValidationException" ||
         fault.code == "SerializationException";
}

}  // namespace

LogShipper::LogShipper(net::asio::io_context& context, DockerClient& docker, std::string docker_id,
                       std::shared_ptr<LogStream> stream, std::function<void()> on_delivered)
    : context_(context),
      docker_(docker),
      docker_id_(std::move(docker_id)),
      stream_(std::move(stream)),
      on_delivered_(std::move(on_delivered)),
      maker_(stream_->target().first_line,
             [this](LogEvent event) { take_event(std::move(event)); }),
      changed_(context) {}

void LogShipper::start() {
  net::spawn(context_, read_all());
  net::spawn(context_, send_all());
}

void LogShipper::stop() {
  stopped_ = true;
  changed_.notify();
}

net::Task<void> LogShipper::read_all() {
  const auto self = shared_from_this();
  milliseconds pause = kPauseFirst;
  while (!stopped_) {
    const Reading outcome = co_await read_on();
    if (outcome == Reading::kOver) break;
    if (outcome == Reading::kMore) pause = kPauseFirst;
    co_await net::sleep_for(pause);
    pause = std::min(pause * 2, kAgainMost);
  }
  read_ = true;
  changed_.notify();
}

/// From what was read last to where the log ends for now.
net::Task<LogShipper::Reading> LogShipper::read_on() {
  auto seen = co_await docker_.inspect_container(docker_id_);
  if (!seen && seen.error().code == "NotFound") {
    maker_.flush();
    co_await wait_until_sent();
    co_return Reading::kOver;
  }
  if (!seen) co_return Reading::kNothing;
  const bool has_ended = !(seen->state && seen->state->running.value_or(false));
  auto since_ms = co_await find_place();
  if (!since_ms) {
    count_lost(0, since_ms.error().message);
    co_return Reading::kNothing;
  }
  EngineLog log([this](LogLine line) { take_line(std::move(line)); });
  const std::function<bool(std::string_view)> take = [this, &log](std::string_view data) {
    if (stopped_ || held_up_) return false;
    log.feed(data);
    return true;
  };
  const std::function<net::Task<void>()> ready = [this] { return wait_for_room(); };
  const std::size_t lines_before = lines_;
  held_up_ = false;
  reading_ = true;
  auto read = co_await docker_.follow_log(docker_id_, *since_ms, take, ready);
  reading_ = false;
  // An engine that is followed to a container's end may keep its last words back: only a look after
  // that is the last one.
  const bool is_last = read && has_ended && !held_up_ && !log.is_broken();
  if (is_last) log.end();
  if (is_last) maker_.flush();
  co_await wait_until_sent();
  if (is_last) co_return Reading::kOver;
  co_return lines_ > lines_before ? Reading::kMore : Reading::kNothing;
}

net::Task<Result<std::int64_t>> LogShipper::find_place() {
  held_lines_ = HeldEvents(read_lines_.events());
  if (const auto since_ms = read_lines_.since_ms()) co_return *since_ms;
  auto newest = co_await stream_->newest_ms();
  if (!newest && newest.error().code == "ResourceNotFoundException") {
    auto made = co_await stream_->create();
    if (!made) co_return fail(made.error());
    co_return std::int64_t{0};
  }
  if (!newest) co_return fail(newest.error());
  held_ = HeldEvents();
  if (!*newest) co_return std::int64_t{0};
  const std::int64_t since_ms = RecentEvents::since_ms_of(**newest);
  auto events = co_await stream_->events_since(since_ms);
  if (!events) co_return fail(events.error());
  held_ = HeldEvents(*events);
  for (LogEvent& each : *events) acknowledged_.add(std::move(each));
  in_older_event_ = true;
  co_return since_ms;
}

net::Task<void> LogShipper::wait_for_room() {
  const auto began = Steady::now();
  bool waited = false;
  while (queue_.bytes() > kQueueBytesMax && !stopped_) {
    waited = true;
    const auto seen = changed_.version();
    co_await changed_.wait(seen, kLook);
  }
  if (!waited) co_return;
  last_line_ = Steady::now();
  held_up_ = held_up_ || last_line_ - began > kHeldUp;
}

net::Task<void> LogShipper::wait_until_sent() {
  changed_.notify();
  while (!queue_.empty() && !stopped_) {
    const auto seen = changed_.version();
    co_await changed_.wait(seen, kLook);
  }
}

net::Task<void> LogShipper::send_all() {
  const auto self = shared_from_this();
  while (!stopped_) {
    if (!queue_.empty()) {
      co_await wait_for_batch();
      co_await send_batch();
      continue;
    }
    if (read_) break;
    const auto seen = changed_.version();
    co_await changed_.wait(seen, maker_.waits() ? kGathering : kLook);
    flush_where_quiet();
  }
  if (stopped_) co_return;
  on_delivered_();
}

net::Task<void> LogShipper::wait_for_batch() {
  const auto until = Steady::now() + kGathering;
  while (reading_ && !stopped_ && queue_.bytes() < kBatchBytesMax) {
    const auto left = std::chrono::ceil<milliseconds>(until - Steady::now());
    if (left.count() <= 0) break;
    const auto seen = changed_.version();
    co_await changed_.wait(seen, left);
  }
  flush_where_quiet();
}

net::Task<void> LogShipper::send_batch() {
  milliseconds again = kAgainFirst;
  while (!stopped_ && !queue_.empty()) {
    auto batch = queue_.front_batch();
    const std::size_t size = batch.size();
    const std::int64_t since_ms =
        std::min_element(batch.begin(), batch.end(), [](const LogEvent& a, const LogEvent& b) {
          return a.timestamp_ms < b.timestamp_ms;
        })->timestamp_ms;
    auto put = co_await stream_->put(batch);
    if (put || is_refused_for_good(put.error())) {
      if (!put) count_lost(size, put.error().message);
      if (put && *put > 0) count_lost(*put, "they are too old or too new");
      if (put) told_ = false;
      for (LogEvent& each : batch) acknowledged_.add(std::move(each));
      queue_.drop_front(size);
      changed_.notify();
      co_return;
    }
    count_lost(0, put.error().message);
    bool compared = false;
    while (!compared && !stopped_) {
      co_await net::sleep_for(again);
      again = std::min(again * 2, kAgainMost);
      compared = co_await compare_with_stream(size, since_ms);
    }
    changed_.notify();
  }
}

/// A batch that was sent and not acknowledged may have arrived. False: it cannot be told yet.
net::Task<bool> LogShipper::compare_with_stream(std::size_t sent, std::int64_t since_ms) {
  auto events = co_await stream_->events_since(since_ms);
  if (!events && events.error().code == "ResourceNotFoundException") {
    // The group was taken away, or the stream: what comes is written to a new one.
    auto made = co_await stream_->create();
    co_return made.has_value();
  }
  if (!events) co_return false;
  HeldEvents held(*events);
  for (const LogEvent& each : acknowledged_.events()) held.take(each);
  queue_.drop_held(sent, held);
  co_return true;
}

void LogShipper::take_line(LogLine line) {
  LogEvent read{line.timestamp_ms, line.text};
  if (held_lines_.take(read)) return;
  read_lines_.add(std::move(read));
  ++lines_;
  last_line_ = Steady::now();
  in_older_event_ = in_older_event_ && !maker_.begins_event(line);
  if (!in_older_event_) maker_.add(std::move(line));
}

void LogShipper::take_event(LogEvent event) {
  if (held_.take(event)) return;
  if (stream_->target().first_line && held_.take_beginning(event)) return;
  const bool was_empty = queue_.empty();
  const bool was_enough = queue_.bytes() >= kBatchBytesMax;
  queue_.push(std::move(event));
  if (was_empty || (!was_enough && queue_.bytes() >= kBatchBytesMax)) changed_.notify();
}

void LogShipper::flush_where_quiet() {
  if (maker_.waits() && Steady::now() - last_line_ > kQuiet) maker_.flush();
}

/// Told once until it gets better; `events` 0: nothing is lost yet.
void LogShipper::count_lost(std::size_t events, const std::string& why) {
  lost_ += events;
  if (events == 0 && std::exchange(told_, true)) return;
  const LogTarget& target = stream_->target();
  if (events == 0) {
    spdlog::warn("log stream {} of {}: {}; asking again", target.stream, target.group, why);
    return;
  }
  spdlog::warn("log stream {} of {}: {} lines are lost, {} in all: {}", target.stream, target.group,
               events, lost_, why);
}

}  // namespace berth::agent
