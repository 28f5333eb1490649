// `berth version`: version, build, and what it was compiled against.
#include "cli/version.h"

#include <ostream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/version.h>
#include <CLI/Version.hpp>

#include "aws/json_writer.h"
#include "aws/library_version.h"
#include "crypto/library_version.h"
#include "net/library_version.h"

namespace berth::cli {
namespace {

std::string compiler() {
#if defined(__clang__)
  return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("g++ {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

std::string version() {
  return BERTH_VERSION;
}

int run_version(const std::string& output, const std::string& sqlite, std::ostream& out) {
  const std::vector<std::pair<std::string, std::string>> facts = {
      {"version", version()},
      {"build", BERTH_BUILD_TYPE},
      {"compiler", compiler()},
      {"OpenSSL", crypto::library_version()},
      {"SQLite", sqlite},
      {"Boost", net::library_version()},
      {"simdjson", aws::library_version()},
      {"fmt",
       fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
      {"spdlog", fmt::format("{}.{}.{}", SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
      {"CLI11", CLI11_VERSION},
  };
  if (output == "json") {
    aws::JsonWriter json;
    json.begin_object();
    for (const auto& [name, value] : facts) {
      json.key(name);
      json.string(value);
    }
    json.end_object();
    out << json.take() << '\n';
    return 0;
  }
  out << "berth " << version() << '\n';
  for (const auto& [name, value] : facts) {
    if (name != "version") out << fmt::format("  {:<10} {}\n", name, value);
  }
  return 0;
}

}  // namespace berth::cli
