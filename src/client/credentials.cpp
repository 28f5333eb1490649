// The chain of AWS's clients, as far as a file and an environment go.
#include "client/credentials.h"

#include <cstdlib>
#include <sstream>

#include "base/file.h"
#include "base/trimmed.h"

namespace berth::client {
namespace {

Fault no_credentials(const std::string& message) {
  return client_fault("NoCredentials", "Unable to locate credentials: " + message);
}

}  // namespace

Environment process_environment() {
  return [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
}

Result<SessionKeys> parse_profile(const std::string& text, const std::string& profile) {
  SessionKeys found;
  bool inside = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    line = std::string(trimmed(line));
    if (!line.empty() && line.front() == '[') inside = line == "[" + profile + "]";
    const auto equals = line.find('=');
    if (!inside || equals == std::string::npos) continue;
    const std::string name(trimmed(line.substr(0, equals)));
    const std::string value(trimmed(line.substr(equals + 1)));
    if (name == "aws_access_key_id") found.keys.access_key_id = value;
    if (name == "aws_secret_access_key") found.keys.secret_access_key = Secret(value);
    if (name == "aws_session_token") found.keys.session_token = Secret(value);
  }
  if (found.keys.access_key_id.empty() || found.keys.secret_access_key.empty()) {
    return fail(no_credentials("the profile " + profile + " has no key"));
  }
  return found;
}

Result<SessionKeys> find_keys(const Environment& environment) {
  SessionKeys found;
  found.keys.access_key_id = environment("AWS_ACCESS_KEY_ID");
  found.keys.secret_access_key = Secret(environment("AWS_SECRET_ACCESS_KEY"));
  if (!found.keys.access_key_id.empty() && !found.keys.secret_access_key.empty()) {
    found.keys.session_token = Secret(environment("AWS_SESSION_TOKEN"));
    return found;
  }
  std::string path = environment("AWS_SHARED_CREDENTIALS_FILE");
  if (path.empty()) path = environment("HOME") + "/.aws/credentials";
  const auto text = read_file(path);
  if (!text) {
    return fail(no_credentials("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and " +
                               path + " cannot be read"));
  }
  const std::string profile = environment("AWS_PROFILE");
  auto keys = parse_profile(*text, profile.empty() ? "default" : profile);
  if (!keys) return fail(client_fault(keys.error().code, keys.error().message + " in " + path));
  return keys;
}

CredentialsSource chain_of_this_process() {
  return []() -> net::Task<Result<SessionKeys>> { co_return find_keys(process_environment()); };
}

}  // namespace berth::client
