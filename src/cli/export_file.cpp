// A file that is there whole or not at all: what `berth logs export` writes to.
#include "cli/export_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace berth::cli {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;

Fault write_failed(const std::string& path) {
  return client_fault("WriteFailed", "cannot write " + path + ": " + std::strerror(errno));
}

Fault file_exists(const std::string& path) {
  return client_fault("FileExists", path + " is there already: --force replaces it");
}

}  // namespace

ExportFile::ExportFile(std::string path, std::string temporary, bool replaces, int descriptor)
    : path_(std::move(path)),
      temporary_(std::move(temporary)),
      replaces_(replaces),
      descriptor_(descriptor) {}

ExportFile::ExportFile(ExportFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      replaces_(other.replaces_),
      descriptor_(std::exchange(other.descriptor_, -1)),
      buffer_(std::move(other.buffer_)) {}

ExportFile::~ExportFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<ExportFile> ExportFile::create(std::string path, bool replaces) {
  std::error_code ignored;
  const auto status = std::filesystem::symlink_status(path, ignored);
  if (std::filesystem::exists(status) && !replaces) return fail(file_exists(path));
  std::string temporary = path + ".part-XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (descriptor < 0) return fail(write_failed(path));
  return ExportFile(std::move(path), std::move(temporary), replaces, descriptor);
}

Result<void> ExportFile::write(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() < kBufferBytes ? Result<void>() : flush();
}

Result<void> ExportFile::flush() {
  std::string_view rest = buffer_;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return fail(write_failed(path_));
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
  return {};
}

Result<void> ExportFile::finish() {
  BERTH_TRY(flush());
  if (::fsync(descriptor_) != 0) return fail(write_failed(path_));
  // Where another file has come by that name meanwhile, it stays.
  const unsigned flags = replaces_ ? 0 : RENAME_NOREPLACE;
  if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), flags) != 0) {
    return fail(errno == EEXIST ? file_exists(path_) : write_failed(path_));
  }
  temporary_.clear();
  return {};
}

}  // namespace berth::cli
