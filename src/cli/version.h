// `berth version`: version, build, and what it was compiled against.
#pragma once

#include <iosfwd>
#include <string>

namespace berth::cli {

/// The version alone: "0.1.0".
std::string version();

/// Prints version, build type, compiler and libraries, SQLite's version among them, which is the
/// caller's to know. Returns the exit status.
int run_version(const std::string& output, const std::string& sqlite, std::ostream& out);

}  // namespace berth::cli
