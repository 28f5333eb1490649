// The options that every command shares, each also an environment variable BERTH_….
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace berth::cli {

/// As given on the command line, in the environment, or by default.
struct CommonOptions {
  std::string listen = "127.0.0.1:4566";
  std::string state_dir;  ///< default_state_dir() unless given
  std::string store;      ///< empty: SQLite in the state dir
  std::string account_id = "123456789012";
  std::string region = "us-east-1";
  std::string docker = "auto";
  std::string iam = "enforce";
  std::int64_t decisions_kept = 100'000;  ///< 0: none is recorded
  int decisions_days = 7;
  bool allow_reset = false;
  std::string log_level = "info";
};

/// An address and a port, as --listen takes them.
struct ListenAddress {
  std::string address;
  std::uint16_t port = 0;
};

/// Root's, unless it says otherwise.
inline constexpr const char* kRootStateDir = "/var/lib/berth";

/// /var/lib/berth for root, else $XDG_DATA_HOME/berth or ~/.local/share/berth.
std::string default_state_dir();

/// Refuses an empty value: of a shell's variable that is not set, as a rule.
void refuse_empty(CLI::Option& option);

/// --state-dir alone: for commands that only look for a running installation.
void add_state_dir_option(CLI::App& command, CommonOptions& options);
/// All that `berth up` and `berth server` share.
void add_server_options(CLI::App& command, CommonOptions& options);

/// Takes "127.0.0.1:4566" or "[::1]:4566" apart. Fault "InvalidOption" says what would be right.
Result<ListenAddress> parse_listen(const std::string& text);

/// Refuses what no installation can have: an account id that is not 12 digits, a store of another
/// kind than SQLite, a mode of --iam that there is not. Fault "InvalidOption".
Result<void> check_server_options(const CommonOptions& options);

/// The store's URL: --store, or SQLite's file in the state dir.
std::string store_url(const CommonOptions& options);

}  // namespace berth::cli
