// The file that makes containers trust Berth's authority besides their image's own roots.
#pragma once

#include <map>
#include <set>
#include <string>

#include "agent/docker/docker_client.h"
#include "base/result.h"
#include "net/asio.h"

namespace berth::agent {

/// One bundle an image, under a folder of the agent's: the image's roots (this machine's where it
/// has none) and Berth's authority. Docker mounts what is at the path when the container starts.
class TrustBundles {
 public:
  TrustBundles(std::string directory, std::string authority_pem);

  /// The path of the image's bundle. The file is there when this returns: Docker would make a
  /// missing source into a folder. Fault "IoError".
  Result<std::string> prepare(const std::string& image_id);

  /// Reads the image's roots out of a created container, once an image and run of the agent.
  /// Without success the bundle keeps this machine's roots.
  net::Task<void> complete(DockerClient& docker, std::string image_id, std::string container_id);

 private:
  std::string path_of(const std::string& image_id) const;

  std::string directory_;
  std::string authority_pem_;
  std::set<std::string> complete_;
};

/// Where images keep their roots: Debian, Fedora and Amazon Linux, SUSE, Alpine.
inline constexpr const char* kRootPaths[] = {"/etc/ssl/certs/ca-certificates.crt",
                                             "/etc/pki/tls/certs/ca-bundle.crt",
                                             "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
                                             "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"};

/// Roots and authority in one PEM text.
std::string join_roots(std::string roots, const std::string& authority_pem);

}  // namespace berth::agent
