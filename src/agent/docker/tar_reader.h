// Reads one entry of the archive in which Docker Engine hands a container's file out.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::agent {

/// The first file or link of an archive.
struct TarEntry {
  enum class Kind { kFile, kLink, kOther };
  Kind kind = Kind::kOther;
  std::string name;
  std::string link_target;   ///< for kLink: as stored, absolute or relative to the link's folder
  std::string_view content;  ///< for kFile: a view into the archive
};

/// The first entry that is no extension header (POSIX.1-2001 pax and GNU long names are honoured).
/// Fault "InvalidArchive" where the text is none, is cut off or is empty.
Result<TarEntry> first_tar_entry(std::string_view archive);

}  // namespace berth::agent
