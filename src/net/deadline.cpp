// One timer a connection: whatever it waits for, it does not wait for ever.
#include "net/deadline.h"

#include <algorithm>

namespace berth::net {

using Moment = std::chrono::steady_clock::time_point;

struct Deadline::State : std::enable_shared_from_this<Deadline::State> {
  State(const Executor& executor, std::function<void()> callback)
      : timer(executor), on_expiry(std::move(callback)) {}

  void set(Moment when) {
    at = when;
    passed = false;
    if (when != Moment::max() && when < armed_for) arm();
  }

  void arm() {
    armed_for = at;
    timer.expires_at(at);
    timer.async_wait([self = shared_from_this(), turn = ++generation](auto) { self->fire(turn); });
  }

  void fire(std::uint64_t turn) {
    // A wait that a later one replaced may already have been queued as done.
    if (turn != generation || gone) return;
    armed_for = Moment::max();
    if (at == Moment::max()) return;
    if (std::chrono::steady_clock::now() < at) return arm();
    at = Moment::max();
    passed = true;
    on_expiry();
  }

  Timer timer;
  std::function<void()> on_expiry;
  Moment at = Moment::max();
  Moment armed_for = Moment::max();
  std::uint64_t generation = 0;
  bool passed = false;
  bool gone = false;
};

std::chrono::steady_clock::time_point moment_after(std::chrono::milliseconds duration) {
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 365);
  return std::chrono::steady_clock::now() + std::min(duration, kLongest);
}

Deadline::Deadline(const Executor& executor, std::function<void()> expired)
    : state_(std::make_shared<State>(executor, std::move(expired))) {}

Deadline::~Deadline() {
  state_->gone = true;
  state_->timer.cancel();
}

void Deadline::expires_after(std::chrono::milliseconds duration) {
  state_->set(moment_after(duration));
}

void Deadline::expires_at(std::chrono::steady_clock::time_point when) {
  state_->set(when);
}

void Deadline::clear() {
  state_->set(Moment::max());
}

bool Deadline::expired() const {
  return state_->passed;
}

}  // namespace berth::net
