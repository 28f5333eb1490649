// `berth env`: shell exports that point AWS clients at a running Berth.
#include "cli/env.h"

#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "aws/json_writer.h"
#include "base/executable.h"
#include "base/shell_word.h"
#include "cli/running.h"

namespace berth::cli {
namespace {

/// Left over from another account these would win over what is exported.
constexpr std::string_view kForget =
    "unset AWS_SESSION_TOKEN AWS_PROFILE AWS_REGION AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
    " AWS_ENDPOINT_URL_ECS AWS_ENDPOINT_URL_IAM AWS_ENDPOINT_URL_STS"
    " AWS_ENDPOINT_URL_CLOUDWATCH_LOGS";

/// Who is not root looks into a directory of his own; the installation may be root's, whose state
/// nobody else can look into.
std::string hint(const std::string& dir) {
  const bool own_default = geteuid() != 0 && dir == default_state_dir();
  if (!own_default || access(kRootStateDir, F_OK) != 0) return {};
  return std::string("; if root's is meant, run: eval \"$(sudo ") + own_executable() + " env)\"";
}

}  // namespace

int run_env(const EnvOptions& options, std::ostream& out, std::ostream& err) {
  const std::string& dir = options.common.state_dir;
  const std::string instead = "eval \"$(sudo berth env --state-dir " + dir + ")\"";
  const auto running = find_running(dir, instead);
  if (!running) {
    err << "berth env: " << running.error().message << hint(dir) << '\n';
    return 1;
  }
  const auto keys = read_credentials(dir);
  if (!keys) {
    err << "berth env: "
        << (keys.error().code == "AccessDenied" ? "run it as root: " + instead
                                                : keys.error().message)
        << '\n';
    return 1;
  }
  const std::vector<std::pair<std::string, std::string>> variables = {
      {"AWS_ENDPOINT_URL", running->endpoint},
      {"AWS_ACCESS_KEY_ID", keys->access_key_id},
      {"AWS_SECRET_ACCESS_KEY", std::string(keys->secret_access_key.reveal())},
      {"AWS_DEFAULT_REGION", running->region},
      {"AWS_DISABLE_HOST_PREFIX_INJECTION", "true"},
  };
  if (options.output == "json") {
    aws::JsonWriter json;
    json.begin_object();
    for (const auto& [name, value] : variables) {
      json.key(name);
      json.string(value);
    }
    json.end_object();
    out << json.take() << '\n';
    return 0;
  }
  for (const auto& [name, value] : variables) {
    out << "export " << name << '=' << shell_quoted(value) << '\n';
  }
  out << kForget << '\n';
  return 0;
}

}  // namespace berth::cli
