// How a command finds the Berth that runs from a state dir.
#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace berth::cli {

/// What `berth up` and `berth server` leave in the state dir for other commands to find.
struct RunningBerth {
  std::string endpoint;  ///< "http://127.0.0.1:4566"
  std::string region;
  long pid = 0;
};

/// An access key of the AWS shared-credentials format.
struct KeyPair {
  std::string access_key_id;
  Secret secret_access_key;
};

/// Writes `state_dir`/running.json.
Result<void> write_running(const std::string& state_dir, const RunningBerth& running);
/// Removes it.
void remove_running(const std::string& state_dir);
/// Reads it. Fault "NotRunning" where there is none or its process is gone; "AccessDenied" where
/// the state dir is another user's: the message says the exact command to run instead.
Result<RunningBerth> find_running(const std::string& state_dir, const std::string& command);

/// Reads profile `default` of `state_dir`/credentials.
Result<KeyPair> read_credentials(const std::string& state_dir);
/// Writes it, mode 0600.
Result<void> write_credentials(const std::string& state_dir, const KeyPair& keys);

}  // namespace berth::cli
