// A file that is there whole or not at all: what `berth logs export` writes to.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::cli {

/// Written under another name beside its own, which it gets when it is complete; without that
/// nothing is left behind. Only its owner may read it. Faults "FileExists" and "WriteFailed" name
/// the path and the reason.
class ExportFile {
 public:
  /// `replaces`: a file of that name may be there.
  static Result<ExportFile> create(std::string path, bool replaces);
  ExportFile(ExportFile&& other) noexcept;
  ExportFile& operator=(ExportFile&&) = delete;
  ~ExportFile();

  Result<void> write(std::string_view bytes);
  /// On the disk under its own name.
  Result<void> finish();

  const std::string& path() const { return path_; }

 private:
  ExportFile(std::string path, std::string temporary, bool replaces, int descriptor);

  Result<void> flush();

  std::string path_;
  std::string temporary_;  ///< empty once it is finished
  bool replaces_ = false;
  int descriptor_ = -1;
  std::string buffer_;
};

}  // namespace berth::cli
