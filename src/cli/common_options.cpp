// The options that every command shares: their names, defaults and what is refused.
#include "cli/common_options.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <pwd.h>
#include <unistd.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "aws/region_name.h"

namespace berth::cli {
namespace {

constexpr std::int64_t kDecisionsKeptMax = 100'000'000;
constexpr int kDecisionsDaysMax = 3650;

/// Of the environment, else of the user database: services have no HOME.
std::string home_directory() {
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') return home;
  const passwd* const user = getpwuid(geteuid());
  return user != nullptr ? user->pw_dir : "/";
}

}  // namespace

std::string default_state_dir() {
  if (geteuid() == 0) return kRootStateDir;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0') {
    return std::string(data) + "/berth";
  }
  return home_directory() + "/.local/share/berth";
}

void refuse_empty(CLI::Option& option) {
  option.check([](const std::string& value) {
    return value.empty() ? std::string("its value is empty") : std::string();
  });
}

void add_state_dir_option(CLI::App& command, CommonOptions& options) {
  options.state_dir = default_state_dir();
  command.add_option("--state-dir", options.state_dir, "Where the installation keeps its state")
      ->envname("BERTH_STATE_DIR")
      ->type_name("DIR")
      ->capture_default_str();
}

void add_server_options(CLI::App& command, CommonOptions& options) {
  add_state_dir_option(command, options);
  command.add_option("--listen", options.listen, "One port for every API; HTTP and TLS alike")
      ->envname("BERTH_LISTEN")
      ->type_name("ADDR:PORT")
      ->capture_default_str();
  command
      .add_option("--store", options.store,
                  "Where state is kept, sqlite:PATH: state.db in the state dir if absent")
      ->envname("BERTH_STORE")
      ->type_name("URL");
  command.add_option("--account-id", options.account_id, "The account's twelve digits")
      ->envname("BERTH_ACCOUNT_ID")
      ->type_name("ID")
      ->capture_default_str();
  command
      .add_option("--iam", options.iam,
                  "enforce: denied calls fail; audit: they pass and are recorded")
      ->envname("BERTH_IAM")
      ->type_name("enforce|audit")
      ->capture_default_str();
  command
      .add_option("--decisions-kept", options.decisions_kept,
                  "So many decisions of IAM are kept for 'berth why'; 0 records none")
      ->envname("BERTH_DECISIONS_KEPT")
      ->type_name("COUNT")
      ->check(CLI::Range(std::int64_t{0}, kDecisionsKeptMax))
      ->capture_default_str();
  command
      .add_option("--decisions-days", options.decisions_days, "So many days each is kept at most")
      ->envname("BERTH_DECISIONS_DAYS")
      ->type_name("DAYS")
      ->check(CLI::Range(1, kDecisionsDaysMax))
      ->capture_default_str();
  command
      .add_flag("--allow-reset", options.allow_reset,
                "Serve POST /_berth/reset, which forgets everything but the administrator's key")
      ->envname("BERTH_ALLOW_RESET");
  command.add_option("--log-level", options.log_level, "What is logged to standard error")
      ->envname("BERTH_LOG_LEVEL")
      ->type_name("debug|info|warn|error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
      ->capture_default_str();
}

Result<ListenAddress> parse_listen(const std::string& text) {
  const auto wrong = [&text] {
    return fail(client_fault("InvalidOption",
                             "--listen wants ADDR:PORT, for instance "
                             "127.0.0.1:4566, and got '" +
                                 text + "'"));
  };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return wrong();
  ListenAddress listen;
  listen.address = text.substr(0, colon);
  if (listen.address.front() == '[') {
    if (listen.address.back() != ']') return wrong();
    listen.address = listen.address.substr(1, listen.address.size() - 2);
  }
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + colon + 1, end, listen.port);
  if (parsed.ec != std::errc() || parsed.ptr != end) return wrong();
  return listen;
}

Result<void> check_server_options(const CommonOptions& options) {
  const bool digits = std::all_of(options.account_id.begin(), options.account_id.end(),
                                  [](char c) { return c >= '0' && c <= '9'; });
  if (options.account_id.size() != 12 || !digits) {
    return fail(client_fault("InvalidOption",
                             "--account-id wants 12 digits and got '" + options.account_id + "'"));
  }
  if (options.iam != "enforce" && options.iam != "audit") {
    return fail(
        client_fault("InvalidOption", "--iam is enforce or audit, and got '" + options.iam + "'"));
  }
  if (!options.store.empty() && options.store.rfind("sqlite:", 0) != 0) {
    return fail(client_fault("InvalidOption",
                             "--store takes sqlite:PATH only: other engines are "
                             "not supported in this version"));
  }
  if (!aws::is_region_name(options.region)) {
    return fail(client_fault("InvalidOption",
                             "--region wants a region's name such as us-west-2 and "
                             "got '" +
                                 options.region + "'"));
  }
  if (const auto listen = parse_listen(options.listen); !listen) return fail(listen.error());
  return {};
}

std::string store_url(const CommonOptions& options) {
  if (options.store.empty()) {
    return "sqlite:" + std::filesystem::absolute(options.state_dir).string() + "/state.db";
  }
  return options.store;
}

}  // namespace berth::cli
