// The file that makes containers trust Berth's authority besides their image's own roots.
#include "agent/trust_bundles.h"

#include <utility>

#include <sys/stat.h>

#include <spdlog/spdlog.h>

#include "base/file.h"

namespace berth::agent {

namespace {

constexpr mode_t kReadable = 0644;

std::string roots_of_this_machine() {
  for (const char* path : kRootPaths) {
    if (auto roots = read_file(path)) return *roots;
  }
  return {};
}

}  // namespace

TrustBundles::TrustBundles(std::string directory, std::string authority_pem)
    : directory_(std::move(directory)), authority_pem_(std::move(authority_pem)) {}

std::string TrustBundles::path_of(const std::string& image_id) const {
  return directory_ + "/" + image_id.substr(image_id.find(':') + 1) + ".pem";
}

Result<std::string> TrustBundles::prepare(const std::string& image_id) {
  const auto path = path_of(image_id);
  // What an earlier run wrote may hold another authority.
  if (complete_.count(image_id) != 0) return path;
  BERTH_TRY(make_directory(directory_, 0755));
  BERTH_TRY(
      write_file_atomically(path, join_roots(roots_of_this_machine(), authority_pem_), kReadable));
  return path;
}

net::Task<void> TrustBundles::complete(DockerClient& docker, std::string image_id,
                                       std::string container_id) {
  if (complete_.count(image_id) != 0) co_return;
  for (const char* path : kRootPaths) {
    auto roots = co_await docker.read_container_file(container_id, path);
    if (!roots) continue;
    auto written =
        write_file_atomically(path_of(image_id), join_roots(*roots, authority_pem_), kReadable);
    if (!written) spdlog::warn("bundle of {}: {}", image_id, written.error().message);
    break;
  }
  complete_.insert(std::move(image_id));
}

std::string join_roots(std::string roots, const std::string& authority_pem) {
  if (!roots.empty() && roots.back() != '\n') roots += '\n';
  return roots + authority_pem;
}

}  // namespace berth::agent
