// The system's clock, for both ways.
#include "base/clock.h"

namespace berth {

TimePoint SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace berth
