// The lock is flock(2): it goes with the process, however that ends.
#include "store/sqlite/state_lock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace berth::store::sqlite {

Result<StateLock> StateLock::take(const std::string& path) {
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return fail(server_fault("IoError", fmt::format("{}: {}", path, std::strerror(errno))));
  }
  StateLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    char text[32] = {};
    const ssize_t size = ::pread(descriptor, text, sizeof text - 1, 0);
    const std::string owner = size > 0 ? fmt::format("process {}", text) : "another process";
    return fail(client_fault(
        "StoreLocked", fmt::format("The state behind {} is in use by {}: stop it, or give this one "
                                   "a state dir of its own.",
                                   path, owner)));
  }
  // The number only serves the message above.
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(descriptor, 0) != 0 ||
      ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    return fail(server_fault("IoError", fmt::format("{}: {}", path, std::strerror(errno))));
  }
  return lock;
}

StateLock& StateLock::operator=(StateLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

StateLock::~StateLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace berth::store::sqlite
