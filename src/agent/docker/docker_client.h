// Docker Engine as the agent uses it: the last step of a task's way before the container itself.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/docker.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/http_client.h"

namespace berth::agent {

/// The oldest version of Docker Engine's API that Berth works with (Engine 1.13).
inline constexpr std::string_view kDockerApiOldest = "1.25";
/// The newest that it asks for; a newer engine is asked for this one.
inline constexpr std::string_view kDockerApiNewest = "1.44";

/// How a pull may take its time.
struct PullLimits {
  std::chrono::milliseconds total{std::chrono::hours(2)};
  std::chrono::milliseconds inactivity{std::chrono::minutes(1)};
};

/// A client of one engine over its socket (https://docs.docker.com/engine/api/). Use from one
/// io_context. Faults carry the engine's own message; their codes are "NotFound" (404), "Conflict"
/// (409), "EngineError" (any other refusal), "Timeout" and "EngineUnreachable".
class DockerClient {
 public:
  DockerClient(net::asio::io_context& context, net::Origin origin);
  ~DockerClient();

  /// Asks for the engine's version and settles on the API version that all later calls use.
  /// Fault "EngineTooOld" or "EngineTooNew" names both ranges.
  net::Task<Result<aws::docker::VersionResponse>> negotiate();
  /// What negotiate() settled on: "1.41"; empty before.
  const std::string& api_version() const { return api_version_; }
  /// Whether the engine answers at all, within 5 s.
  net::Task<Result<void>> ping();
  net::Task<Result<aws::docker::InfoResponse>> info();

  /// Pulls an image. `auth_header` is the value of X-Registry-Auth, or empty. `on_progress` may be
  /// empty; where it returns false the pull is given up. An error inside the progress stream is
  /// Fault "EngineError" with its text.
  net::Task<Result<void>> pull_image(
      std::string image, std::string auth_header, PullLimits limits,
      std::function<bool(const aws::docker::PullProgress&)> on_progress);
  net::Task<Result<aws::docker::ImageInspectResponse>> inspect_image(std::string image);

  /// Creates a container and returns its id.
  net::Task<Result<std::string>> create_container(std::string name,
                                                  aws::docker::ContainerCreateRequest request,
                                                  std::chrono::milliseconds timeout);
  /// Starting a container that runs is no fault.
  net::Task<Result<void>> start_container(std::string id, std::chrono::milliseconds timeout);
  /// SIGTERM, and SIGKILL after `grace`. Stopping a container that does not run is no fault.
  net::Task<Result<void>> stop_container(std::string id, std::chrono::seconds grace);
  net::Task<Result<void>> kill_container(std::string id, std::string signal);
  /// Removes a container with its anonymous volumes, killing it where it runs. One that is gone is
  /// no fault.
  net::Task<Result<void>> remove_container(std::string id);
  net::Task<Result<aws::docker::ContainerInspectResponse>> inspect_container(std::string id);
  /// One sample of the engine's statistics, as the JSON text it sent.
  net::Task<Result<std::string>> container_stats_json(std::string id);
  /// Containers, running or not, that have all of `labels` ("key" or "key=value").
  net::Task<Result<std::vector<aws::docker::ContainerSummary>>> list_containers(
      std::vector<std::string> labels);

  /// Hands on container events from `since` (seconds since 1970, 0: from now on) until the stream
  /// ends or `on_event` returns false; a missed `idle` ends it too.
  net::Task<Result<void>> container_events(
      std::int64_t since, std::function<bool(const aws::docker::EventMessage&)> on_event,
      std::chrono::milliseconds idle);

  /// Hands on the log of a container, what it printed from `since_ms` (since 1970) on and, while it
  /// runs, what comes (logs/engine_log.h). Returns at the container's end, or where `on_data`
  /// returns false. `ready` as in HttpClient::stream. Fault "NotFound" where the container is gone.
  net::Task<Result<void>> follow_log(std::string id, std::int64_t since_ms,
                                     std::function<bool(std::string_view)> on_data,
                                     std::function<net::Task<void>()> ready);

  /// A regular file of a container, running or not, links followed inside the container. Fault
  /// "NotFound" where there is none.
  net::Task<Result<std::string>> read_container_file(std::string id, std::string path);

  net::Task<Result<std::vector<aws::docker::NetworkResource>>> list_networks();
  /// One that is gone is no fault.
  net::Task<Result<void>> remove_volume(std::string name);

 private:
  net::Task<Result<net::HttpResponse>> call(std::string method, std::string target,
                                            std::string body, std::chrono::milliseconds timeout);
  template <class T>
  net::Task<Result<T>> get(std::string target);
  /// A GET whose answer is handed on as it comes; `ready` may be empty.
  net::Task<Result<void>> read_stream(std::string where,
                                      std::function<bool(std::string_view)> on_data,
                                      std::function<net::Task<void>()> ready,
                                      std::chrono::milliseconds idle);
  std::string target(std::string_view path) const;

  std::unique_ptr<net::HttpClient> http_;
  std::string api_version_;  ///< "1.41"; empty before negotiate()
};

/// "1.9" is older than "1.41".
bool docker_api_less(std::string_view a, std::string_view b);

}  // namespace berth::agent
