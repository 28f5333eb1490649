// Which Docker Engine an agent uses: what `--docker` says, or what this machine has.
#pragma once

#include <string>

#include "base/result.h"

namespace berth::agent {

/// What the choice depends on.
struct DockerHostFacts {
  std::string docker_host;              ///< DOCKER_HOST, or empty
  bool default_socket_answers = false;  ///< somebody listens on /var/run/docker.sock
  bool is_root = false;
  bool has_dockerd = false;  ///< `dockerd` can be started
};

/// The engine to use.
struct DockerHost {
  bool private_engine = false;  ///< start one under the state dir; `url` is empty
  std::string url;              ///< "unix:///var/run/docker.sock"
};

/// `option` is "auto" or a URL; a bare path is a socket. Fault "InvalidOption" where the URL is of
/// another kind, "EngineNotFound" where `auto` finds none: the message says what would help.
Result<DockerHost> choose_docker_host(const std::string& option, const DockerHostFacts& facts);

/// The facts of this machine.
DockerHostFacts inspect_docker_host();

/// Whether somebody accepts connections on a unix socket.
bool socket_answers(const std::string& path);

/// The first executable of that name on PATH or in the system folders, or empty.
std::string find_executable(const std::string& name);

}  // namespace berth::agent
