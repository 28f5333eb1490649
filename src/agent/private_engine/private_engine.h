// A Docker Engine of Berth's own, where the machine has none: it starts before the agent and stops
// after it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"

namespace berth::agent {

struct PrivateEngineOptions {
  /// The installation's; images and logs live in `state_dir`/engine.
  std::string state_dir;
  /// Told each second what is waited for; may be empty.
  std::function<void(const std::string&)> progress;
};

/// Debian's `dockerd` with a socket, a bridge and folders of its own. It changes no firewall rule
/// and no sysctl; containers reach this machine and publish ports, and have no way further.
///
/// The engine is a process of its own that outlives a Berth that is killed; the next start with the
/// same state dir adopts it. Destroying this object without stop() leaves it running as well.
class PrivateEngine {
 public:
  /// Returns once the engine answers. Blocks; call it from a thread outside the runtime. Faults:
  /// "NotFound" without dockerd (the message says what installs it), "AccessDenied" without root,
  /// "EngineFailed" with the last lines of its log, "NetlinkError", "IoError".
  static Result<std::unique_ptr<PrivateEngine>> start(PrivateEngineOptions options);
  ~PrivateEngine();

  /// "unix:///run/berth-1a2b3c4d/docker.sock"
  std::string docker_host() const;
  /// The bridge of its default network: the endpoints let its containers in.
  std::string bridge() const;
  /// True where the engine of an earlier run was found alive.
  bool adopted() const;

  /// Kills what containers still run, ends the engine and removes what it leaves: processes,
  /// mounts, bridges, folders under /run, control groups. Images and stopped containers stay in the
  /// state dir. Blocks for some seconds; what cannot be removed is logged.
  void stop();

 private:
  struct Impl;
  explicit PrivateEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace berth::agent
