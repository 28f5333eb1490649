// Which Berth, or which other ECS, a command that is a client calls, and with whose key.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "client/aws_client.h"
#include "client/credentials.h"
#include "net/asio.h"

namespace berth::cli {

/// An endpoint with a key for it.
struct Endpoint {
  std::string url;
  std::string region;          ///< where a command names none
  std::string ca_bundle_path;  ///< for https; empty: the system's roots
  client::CredentialsSource credentials;
};

/// AWS_ENDPOINT_URL, where the environment has it together with AWS_ACCESS_KEY_ID or AWS_PROFILE
/// and `state_dir` is the default one; else the Berth that runs from `state_dir`, with the
/// administrator's key. A state dir that was asked for by name goes before the environment.
/// `command` is what the user typed ("berth logs"), for the advice to run it as root. Faults
/// "NotRunning", "AccessDenied", "NoRegion", "NoCredentials": the messages are for people.
Result<Endpoint> find_endpoint(const std::string& state_dir, const client::Environment& environment,
                               const std::string& command);

/// A client for each region of one endpoint, made when it is first asked for. Use from one
/// io_context; `clock` outlives it.
class RegionalClients {
 public:
  RegionalClients(net::asio::io_context& context, Endpoint endpoint, const Clock& clock);

  /// Lives as long as this. Fault "InvalidOption" where the endpoint's URL is none.
  Result<client::AwsClient*> in(const std::string& region);
  const std::string& default_region() const { return endpoint_.region; }

 private:
  net::asio::io_context& context_;
  Endpoint endpoint_;
  const Clock& clock_;
  std::map<std::string, std::unique_ptr<client::AwsClient>> clients_;
};

}  // namespace berth::cli
