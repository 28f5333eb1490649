// One hash of the state dir in every name.
#include "agent/private_engine/engine_paths.h"

#include <filesystem>
#include <system_error>

#include "crypto/hash.h"

namespace berth::agent {

EnginePaths EnginePaths::of(const std::string& state_dir) {
  std::error_code error;
  const auto resolved = std::filesystem::weakly_canonical(state_dir, error);
  const std::string base = (error ? std::filesystem::path(state_dir) : resolved).string();
  EnginePaths paths;
  paths.name = "berth-" + crypto::hex(crypto::sha256(base)).substr(0, 8);
  paths.data_root = base + "/engine/docker";
  paths.exec_root = "/run/" + paths.name;
  paths.socket = paths.exec_root + "/docker.sock";
  paths.pid_file = paths.exec_root + "/docker.pid";
  paths.record = base + "/engine/record";
  paths.log = base + "/engine/dockerd.log";
  paths.configuration = base + "/engine/daemon.json";
  return paths;
}

}  // namespace berth::agent
