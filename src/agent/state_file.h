// The agent's own memory across restarts: what it must know to lose no container and start none
// twice.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agent/task_record.h"
#include "base/result.h"

namespace berth::agent {

/// Everything that survives a restart. No secret is in it: credentials come again with the next
/// connection (`sendCredentials=true`).
struct AgentState {
  std::string cluster;
  std::string container_instance_arn;  ///< empty before the first registration
  std::string
      instance_credentials_id;  ///< under which the engine's log driver asks for credentials
  std::int64_t seq_num = 0;     ///< the last payload's
  std::vector<std::string> pulled_images;
  std::vector<TaskRecord> tasks;
};

/// `agent-state.json` in ECS_DATADIR, mode 0600, replaced in one step.
class StateFile {
 public:
  explicit StateFile(std::string directory);

  /// An empty state where there is no file yet. Fault "InvalidState" where it cannot be read: the
  /// agent must not guess then.
  Result<AgentState> load() const;
  Result<void> save(const AgentState& state) const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// The file's text, and back.
std::string encode_state(const AgentState& state);
Result<AgentState> decode_state(const std::string& text);

}  // namespace berth::agent
