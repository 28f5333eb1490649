// What an installation is besides its store: the state dir, the administrator's key, the key that
// seals session tokens.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/strong.h"
#include "cli/running.h"

namespace berth::program {

/// The parts of the state dir that a control plane starts from.
struct Installation {
  std::string state_dir;
  cli::KeyPair root_key;  ///< the account's root user: the administrator
  Secret sealing_key;     ///< 32 bytes, under which session tokens are sealed
};

/// Opens the state dir, which is there, taking the administrator's key from
/// BERTH_ROOT_ACCESS_KEY_ID and BERTH_ROOT_SECRET_ACCESS_KEY, else from its credentials file, else
/// making one; the credentials file then holds the key in force. Fault "InvalidOption" or
/// "IoError".
Result<Installation> open_installation(const std::string& state_dir, const AccountId& account,
                                       Random& random);

}  // namespace berth::program
