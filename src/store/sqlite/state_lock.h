// Keeps two processes from one state: the first thing that a store does.
#pragma once

#include <string>

#include "base/result.h"

namespace berth::store::sqlite {

/// An advisory lock on a file of its own, held until this goes or the process ends.
class StateLock {
 public:
  /// Takes the lock of `path` (made with mode 0600). Fault "StoreLocked" names the process that
  /// holds it; "IoError" where the file cannot be made.
  static Result<StateLock> take(const std::string& path);

  StateLock(StateLock&& other) noexcept : descriptor_(other.descriptor_) { other.descriptor_ = -1; }
  StateLock& operator=(StateLock&& other) noexcept;
  ~StateLock();

 private:
  explicit StateLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace berth::store::sqlite
