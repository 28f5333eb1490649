// Which Berth, or which other ECS, a command that is a client calls, and with whose key.
#include "cli/endpoint.h"

#include <chrono>

#include "cli/common_options.h"
#include "cli/running.h"

namespace berth::cli {
namespace {

constexpr std::chrono::seconds kCallDeadline{30};

Result<Endpoint> endpoint_of_environment(const client::Environment& environment) {
  Endpoint endpoint;
  endpoint.url = environment("AWS_ENDPOINT_URL");
  endpoint.region = environment("AWS_REGION");
  if (endpoint.region.empty()) endpoint.region = environment("AWS_DEFAULT_REGION");
  if (endpoint.region.empty()) {
    return fail(client_fault("NoRegion",
                             "AWS_ENDPOINT_URL is set and no region is: set AWS_DEFAULT_REGION"));
  }
  endpoint.ca_bundle_path = environment("AWS_CA_BUNDLE");
  BERTH_TRY(client::find_keys(environment));
  // Asked at each call: a profile's session may be renewed while a log is followed.
  endpoint.credentials = [environment]() -> net::Task<Result<client::SessionKeys>> {
    co_return client::find_keys(environment);
  };
  return endpoint;
}

Result<Endpoint> endpoint_of_state_dir(const std::string& state_dir, const std::string& command) {
  const std::string as_root = "sudo " + command + " --state-dir " + state_dir;
  BERTH_ASSIGN(const RunningBerth running, find_running(state_dir, as_root));
  auto pair = read_credentials(state_dir);
  if (!pair && pair.error().code == "AccessDenied") {
    return fail(client_fault("AccessDenied",
                             state_dir + " belongs to another user. Run it as root: " + as_root));
  }
  if (!pair) return fail(std::move(pair.error()));
  client::SessionKeys keys;
  keys.keys.access_key_id = pair->access_key_id;
  keys.keys.secret_access_key = pair->secret_access_key;
  Endpoint endpoint;
  endpoint.url = running.endpoint;
  endpoint.region = running.region;
  endpoint.credentials = [keys]() -> net::Task<Result<client::SessionKeys>> { co_return keys; };
  return endpoint;
}

}  // namespace

Result<Endpoint> find_endpoint(const std::string& state_dir, const client::Environment& environment,
                               const std::string& command) {
  const bool has_key =
      !environment("AWS_ACCESS_KEY_ID").empty() || !environment("AWS_PROFILE").empty();
  if (has_key && !environment("AWS_ENDPOINT_URL").empty() && state_dir == default_state_dir()) {
    return endpoint_of_environment(environment);
  }
  return endpoint_of_state_dir(state_dir, command);
}

RegionalClients::RegionalClients(net::asio::io_context& context, Endpoint endpoint,
                                 const Clock& clock)
    : context_(context), endpoint_(std::move(endpoint)), clock_(clock) {}

Result<client::AwsClient*> RegionalClients::in(const std::string& region) {
  auto& client = clients_[region];
  if (client) return client.get();
  client::AwsClientOptions options;
  options.url = endpoint_.url;
  options.region = region;
  options.user_agent = "berth-cli";
  options.ca_bundle_path = endpoint_.ca_bundle_path;
  options.deadline = kCallDeadline;
  BERTH_ASSIGN(
      client, client::AwsClient::make(context_, std::move(options), endpoint_.credentials, clock_));
  return client.get();
}

}  // namespace berth::cli
