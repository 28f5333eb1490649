// This program's own file: for messages that say what to run.
#include "base/executable.h"

#include <filesystem>

namespace berth {

std::string own_executable() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "berth" : path.string();
}

}  // namespace berth
