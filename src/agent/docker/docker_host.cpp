// Which Docker Engine an agent uses: what `--docker` says, or what this machine has.
#include "agent/docker/docker_host.h"

#include <cstdlib>
#include <cstring>
#include <sstream>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace berth::agent {

namespace {

constexpr const char* kDefaultSocket = "/var/run/docker.sock";
constexpr const char* kDefaultUrl = "unix:///var/run/docker.sock";

Result<DockerHost> from_url(const std::string& name, const std::string& url) {
  if (url.rfind("unix://", 0) == 0 || url.rfind("http://", 0) == 0) return DockerHost{false, url};
  if (url.rfind('/', 0) == 0) return DockerHost{false, "unix://" + url};
  if (url.rfind("tcp://", 0) == 0) return DockerHost{false, "http://" + url.substr(6)};
  return fail(client_fault("InvalidOption", name + ": \"" + url +
                                                "\" is no engine's address; write auto, or a "
                                                "socket such as unix:///var/run/docker.sock"));
}

}  // namespace

Result<DockerHost> choose_docker_host(const std::string& option, const DockerHostFacts& facts) {
  if (option != "auto" && !option.empty()) return from_url("--docker", option);
  if (!facts.docker_host.empty()) return from_url("DOCKER_HOST", facts.docker_host);
  if (facts.default_socket_answers) {
    return DockerHost{false, kDefaultUrl};
  }
  if (facts.is_root && facts.has_dockerd) return DockerHost{true, ""};
  return fail(client_fault(
      "EngineNotFound",
      facts.is_root
          ? "no Docker Engine answers on /var/run/docker.sock and dockerd is not installed: "
            "install the package docker.io, or name an engine with --docker unix:///path"
          : "no Docker Engine answers on /var/run/docker.sock: start one, name it with --docker "
            "unix:///path, or run as root where dockerd is installed"));
}

bool socket_answers(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof(address.sun_path)) return false;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const int handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (handle < 0) return false;
  const bool answers =
      connect(handle, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(handle);
  return answers;
}

std::string find_executable(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(std::string(path ? path : "") +
                             ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const auto candidate = folder + "/" + name;
    if (!folder.empty() && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return {};
}

DockerHostFacts inspect_docker_host() {
  const char* docker_host = std::getenv("DOCKER_HOST");
  DockerHostFacts facts;
  facts.docker_host = docker_host ? docker_host : "";
  facts.default_socket_answers = socket_answers(kDefaultSocket);
  facts.is_root = geteuid() == 0;
  facts.has_dockerd = !find_executable("dockerd").empty();
  return facts;
}

}  // namespace berth::agent
