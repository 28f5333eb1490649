// What a command's exit status says, as the shell's own tools have it.
#pragma once

namespace berth::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;

}  // namespace berth::cli
