// How a command finds the Berth that runs from a state dir: two small files.
#include "cli/running.h"

#include <cerrno>

#include <signal.h>
#include <unistd.h>

#include <fmt/format.h>

#include "aws/json_tree.h"
#include "aws/json_writer.h"
#include "base/file.h"
#include "client/credentials.h"

namespace berth::cli {
namespace {

std::string running_path(const std::string& state_dir) {
  return state_dir + "/running.json";
}
std::string credentials_path(const std::string& state_dir) {
  return state_dir + "/credentials";
}

Fault not_yours(const std::string& state_dir, const std::string& command) {
  return client_fault("AccessDenied", fmt::format("{} belongs to another user. Run it as root: {}",
                                                  state_dir, command));
}

}  // namespace

Result<void> write_running(const std::string& state_dir, const RunningBerth& running) {
  aws::JsonWriter json;
  json.begin_object();
  json.key("endpoint");
  json.string(running.endpoint);
  json.key("region");
  json.string(running.region);
  json.key("pid");
  json.integer(running.pid);
  json.end_object();
  return write_file_atomically(running_path(state_dir), json.take(), 0600);
}

void remove_running(const std::string& state_dir) {
  ::unlink(running_path(state_dir).c_str());
}

Result<RunningBerth> find_running(const std::string& state_dir, const std::string& command) {
  const auto text = read_file(running_path(state_dir));
  if (!text) {
    if (text.error().code == "AccessDenied") return fail(not_yours(state_dir, command));
    return fail(client_fault("NotRunning",
                             "no Berth runs from " + state_dir + ": start one with 'berth up'"));
  }
  BERTH_ASSIGN(const aws::JsonValue json, aws::parse_json(*text));
  RunningBerth running;
  if (const auto* value = json.find("endpoint")) running.endpoint = value->text();
  if (const auto* value = json.find("region")) running.region = value->text();
  if (const auto* value = json.find("pid")) running.pid = std::atol(value->text().c_str());
  if (running.pid <= 0 || (::kill(static_cast<pid_t>(running.pid), 0) != 0 && errno == ESRCH)) {
    return fail(client_fault("NotRunning",
                             "the Berth of " + state_dir + " has ended: start it with 'berth up'"));
  }
  return running;
}

Result<KeyPair> read_credentials(const std::string& state_dir) {
  BERTH_ASSIGN(const std::string text, read_file(credentials_path(state_dir)));
  auto found = client::parse_profile(text, "default");
  if (!found) {
    return fail(
        client_fault("NotFound", credentials_path(state_dir) + " holds no default profile"));
  }
  return KeyPair{std::move(found->keys.access_key_id), std::move(found->keys.secret_access_key)};
}

Result<void> write_credentials(const std::string& state_dir, const KeyPair& keys) {
  return write_file_atomically(
      credentials_path(state_dir),
      fmt::format("[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n",
                  keys.access_key_id, keys.secret_access_key.reveal()),
      0600);
}

}  // namespace berth::cli
