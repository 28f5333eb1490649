// Small files that hold state: written whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include <sys/types.h>

#include "base/result.h"

namespace berth {

/// Replaces `path` by `content` in one step (temporary file, fsync, rename, fsync of the folder)
/// with exactly `mode`. Fault "IoError" names the path and the reason.
Result<void> write_file_atomically(const std::string& path, std::string_view content, mode_t mode);

/// The whole of a file of at most 16 MiB. Fault "NotFound", "AccessDenied" or "IoError".
Result<std::string> read_file(const std::string& path);

/// Makes the folder and those above it, the last with exactly `mode`. Fault "IoError".
Result<void> make_directory(const std::string& path, mode_t mode);

}  // namespace berth
