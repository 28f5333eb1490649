// Where a private engine keeps its things: all names follow from the state dir.
#pragma once

#include <string>

namespace berth::agent {

/// Names that no other engine uses, so that what carries them may be removed.
struct EnginePaths {
  std::string name;       ///< "berth-1a2b3c4d": also the bridge, the control group
  std::string data_root;  ///< images, containers, volumes
  std::string exec_root;  ///< "/run/berth-1a2b3c4d": sockets need a short path
  std::string socket;
  std::string pid_file;  ///< the engine's own
  std::string record;    ///< which process the engine is, and what was there before it
  std::string log;
  std::string configuration;  ///< instead of /etc/docker/daemon.json, which is another engine's

  /// `state_dir` as the caller spells it is resolved first: one folder is one engine.
  static EnginePaths of(const std::string& state_dir);
};

}  // namespace berth::agent
