// Docker Engine as the agent uses it: the last step of a task's way before the container itself.
#include "agent/docker/docker_client.h"

#include <utility>

#include "agent/docker/docker_target.h"
#include "agent/docker/image_reference.h"
#include "agent/docker/json_lines.h"
#include "agent/docker/tar_reader.h"
#include "aws/json_codec.h"

namespace berth::agent {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kCallTimeout = seconds(60);
constexpr int kLinksMax = 16;

/// The engine's own words, or the status where it has none.
Fault engine_fault(const net::HttpResponse& response) {
  std::string message;
  if (auto body = aws::decode_json<aws::docker::ErrorResponse>(response.body)) {
    message = body->message.value_or("");
  }
  if (message.empty()) message = "HTTP status " + std::to_string(response.status);
  const char* code = response.status == 404   ? "NotFound"
                     : response.status == 409 ? "Conflict"
                                              : "EngineError";
  return Fault{code, message, response.status, {}};
}

Fault transport_fault(Fault fault) {
  if (fault.code != "Timeout") fault.code = "EngineUnreachable";
  return fault;
}

bool succeeded(const net::HttpResponse& response) {
  return response.status < 300 || response.status == 304;
}

}  // namespace

DockerClient::DockerClient(net::asio::io_context& context, net::Origin origin)
    : http_(std::make_unique<net::HttpClient>(context, std::move(origin))) {}

DockerClient::~DockerClient() = default;

std::string DockerClient::target(std::string_view path) const {
  return api_version_.empty() ? std::string(path) : "/v" + api_version_ + std::string(path);
}

net::Task<Result<net::HttpResponse>> DockerClient::call(std::string method, std::string path,
                                                        std::string body, milliseconds timeout) {
  net::HttpRequest request;
  request.method = std::move(method);
  request.target = target(path);
  request.headers.emplace_back("Host", "docker");
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
  auto response = co_await http_->send(std::move(request), timeout);
  if (!response) co_return fail(transport_fault(response.error()));
  if (!succeeded(*response)) co_return fail(engine_fault(*response));
  co_return std::move(*response);
}

template <class T>
net::Task<Result<T>> DockerClient::get(std::string path) {
  BERTH_CO_ASSIGN(const auto response, co_await call("GET", std::move(path), "", kCallTimeout));
  auto decoded = aws::decode_json<T>(response.body);
  if (!decoded) {
    co_return fail(server_fault("EngineError", "unreadable answer: " + decoded.error().message));
  }
  co_return std::move(*decoded);
}

net::Task<Result<aws::docker::VersionResponse>> DockerClient::negotiate() {
  api_version_.clear();
  BERTH_CO_ASSIGN(auto version, co_await get<aws::docker::VersionResponse>("/version"));
  const auto newest = version.api_version.value_or("");
  const auto oldest = version.min_api_version.value_or(std::string(kDockerApiOldest));
  const auto ranges = "The engine speaks API " + oldest + " to " + newest + ", Berth " +
                      std::string(kDockerApiOldest) + " to " + std::string(kDockerApiNewest) + ".";
  if (docker_api_less(newest, kDockerApiOldest))
    co_return fail(server_fault("EngineTooOld", ranges));
  if (docker_api_less(kDockerApiNewest, oldest))
    co_return fail(server_fault("EngineTooNew", ranges));
  api_version_ = docker_api_less(newest, kDockerApiNewest) ? newest : kDockerApiNewest;
  co_return version;
}

net::Task<Result<void>> DockerClient::ping() {
  BERTH_CO_ASSIGN(const auto response, co_await call("GET", "/_ping", "", seconds(5)));
  static_cast<void>(response);
  co_return Result<void>();
}

net::Task<Result<aws::docker::InfoResponse>> DockerClient::info() {
  return get<aws::docker::InfoResponse>("/info");
}

net::Task<Result<void>> DockerClient::pull_image(
    std::string image, std::string auth_header, PullLimits limits,
    std::function<bool(const aws::docker::PullProgress&)> on_progress) {
  const auto reference = ImageReference::parse(image);
  net::HttpRequest request;
  request.method = "POST";
  request.target =
      target("/images/create" + query({{"fromImage", reference.name}, {"tag", reference.tag}}));
  request.headers.emplace_back("Host", "docker");
  if (!auth_header.empty()) request.headers.emplace_back("X-Registry-Auth", auth_header);
  const auto deadline = std::chrono::steady_clock::now() + limits.total;
  std::string error;
  bool late = false;
  bool wanted = true;
  JsonLines lines;
  const std::function<bool(std::string_view)> on_data = [&](std::string_view data) {
    lines.feed(data, [&](std::string_view line) {
      const auto progress = aws::decode_json<aws::docker::PullProgress>(line);
      if (!progress) return;
      if (progress->error) error = *progress->error;
      if (on_progress && wanted) wanted = on_progress(*progress);
    });
    late = std::chrono::steady_clock::now() > deadline;
    return wanted && !late;
  };
  auto response = co_await http_->stream(std::move(request), on_data, limits.inactivity);
  if (late) co_return fail(server_fault("Timeout", "the pull took too long"));
  if (!wanted) co_return fail(server_fault("Abandoned", "the pull was given up"));
  if (!response) co_return fail(transport_fault(response.error()));
  if (!succeeded(*response)) {
    response->body = lines.last();
    co_return fail(engine_fault(*response));
  }
  if (!error.empty()) co_return fail(server_fault("EngineError", error));
  co_return Result<void>();
}

net::Task<Result<aws::docker::ImageInspectResponse>> DockerClient::inspect_image(
    std::string image) {
  return get<aws::docker::ImageInspectResponse>("/images/" + encode_path(image) + "/json");
}

net::Task<Result<std::string>> DockerClient::create_container(
    std::string name, aws::docker::ContainerCreateRequest request, milliseconds timeout) {
  const std::string where = "/containers/create" + query({{"name", name}});
  BERTH_CO_ASSIGN(const auto response,
                  co_await call("POST", where, aws::encode_json(request), timeout));
  auto created = aws::decode_json<aws::docker::ContainerCreateResponse>(response.body);
  if (!created || !created->id) {
    co_return fail(server_fault("EngineError", "the answer to a create names no container"));
  }
  co_return *created->id;
}

net::Task<Result<void>> DockerClient::start_container(std::string id, milliseconds timeout) {
  BERTH_CO_ASSIGN(const auto response,
                  co_await call("POST", "/containers/" + id + "/start", "", timeout));
  static_cast<void>(response);
  co_return Result<void>();
}

net::Task<Result<void>> DockerClient::stop_container(std::string id, seconds grace) {
  const std::string where =
      "/containers/" + id + "/stop" + query({{"t", std::to_string(grace.count())}});
  BERTH_CO_ASSIGN(const auto response, co_await call("POST", where, "", grace + kCallTimeout));
  static_cast<void>(response);
  co_return Result<void>();
}

net::Task<Result<void>> DockerClient::kill_container(std::string id, std::string signal) {
  const std::string where = "/containers/" + id + "/kill" + query({{"signal", signal}});
  BERTH_CO_ASSIGN(const auto response, co_await call("POST", where, "", kCallTimeout));
  static_cast<void>(response);
  co_return Result<void>();
}

net::Task<Result<void>> DockerClient::remove_container(std::string id) {
  const std::string where = "/containers/" + id + query({{"force", "1"}, {"v", "1"}});
  auto response = co_await call("DELETE", where, "", kCallTimeout);
  // Already being removed is as good as removed.
  if (!response && response.error().code != "NotFound" && response.error().code != "Conflict") {
    co_return fail(response.error());
  }
  co_return Result<void>();
}

net::Task<Result<aws::docker::ContainerInspectResponse>> DockerClient::inspect_container(
    std::string id) {
  return get<aws::docker::ContainerInspectResponse>("/containers/" + id + "/json");
}

net::Task<Result<std::string>> DockerClient::container_stats_json(std::string id) {
  const std::string where = "/containers/" + id + "/stats" + query({{"stream", "0"}});
  BERTH_CO_ASSIGN(auto response, co_await call("GET", where, "", kCallTimeout));
  co_return std::move(response.body);
}

net::Task<Result<std::vector<aws::docker::ContainerSummary>>> DockerClient::list_containers(
    std::vector<std::string> labels) {
  const std::string where =
      "/containers/json" + query({{"all", "1"}, {"filters", json_filter("label", labels)}});
  BERTH_CO_ASSIGN(const auto response, co_await call("GET", where, "", kCallTimeout));
  auto list =
      aws::decode_json<aws::docker::ContainerListEnvelope>("{\"items\":" + response.body + "}");
  if (!list) co_return fail(server_fault("EngineError", list.error().message));
  co_return list->items.value_or(std::vector<aws::docker::ContainerSummary>{});
}

net::Task<Result<void>> DockerClient::read_stream(std::string where,
                                                  std::function<bool(std::string_view)> on_data,
                                                  std::function<net::Task<void>()> ready,
                                                  milliseconds idle) {
  constexpr std::size_t kRefusalBytesMax = 4096;
  net::HttpRequest request;
  request.target = target(where);
  request.headers.emplace_back("Host", "docker");
  std::string refusal;
  const std::function<bool(std::string_view)> take = [&](std::string_view data) {
    if (refusal.size() < kRefusalBytesMax) refusal += data.substr(0, kRefusalBytesMax);
    return on_data(data);
  };
  auto response = co_await http_->stream(std::move(request), take, std::move(ready), idle);
  if (!response) co_return fail(transport_fault(response.error()));
  if (!succeeded(*response)) {
    response->body = std::move(refusal);
    co_return fail(engine_fault(*response));
  }
  co_return Result<void>();
}

net::Task<Result<void>> DockerClient::container_events(
    std::int64_t since, std::function<bool(const aws::docker::EventMessage&)> on_event,
    milliseconds idle) {
  std::vector<std::pair<std::string, std::string>> parameters{
      {"filters", json_filter("type", {"container"})}};
  if (since > 0) parameters.emplace_back("since", std::to_string(since));
  JsonLines lines;
  const std::function<bool(std::string_view)> on_data = [&](std::string_view data) {
    bool more = true;
    lines.feed(data, [&](std::string_view line) {
      const auto event = aws::decode_json<aws::docker::EventMessage>(line);
      if (event && more) more = on_event(*event);
    });
    return more;
  };
  const std::function<net::Task<void>()> at_once;
  const std::string where = "/events" + query(parameters);
  auto read = co_await read_stream(where, on_data, at_once, idle);
  co_return read;
}

net::Task<Result<void>> DockerClient::follow_log(std::string id, std::int64_t since_ms,
                                                 std::function<bool(std::string_view)> on_data,
                                                 std::function<net::Task<void>()> ready) {
  constexpr std::chrono::hours kQuietMax{24 * 365};
  const std::string since = fmt::format("{}.{:03}", since_ms / 1000, since_ms % 1000);
  return read_stream("/containers/" + id + "/logs" +
                         query({{"follow", "1"},
                                {"stdout", "1"},
                                {"stderr", "1"},
                                {"timestamps", "1"},
                                {"since", since}}),
                     std::move(on_data), std::move(ready), kQuietMax);
}

net::Task<Result<std::string>> DockerClient::read_container_file(std::string id, std::string path) {
  for (int links = 0; links < kLinksMax; ++links) {
    const std::string where = "/containers/" + id + "/archive" + query({{"path", path}});
    BERTH_CO_ASSIGN(const auto response, co_await call("GET", where, "", kCallTimeout));
    BERTH_CO_ASSIGN(const auto entry, first_tar_entry(response.body));
    if (entry.kind == TarEntry::Kind::kFile) co_return std::string(entry.content);
    if (entry.kind != TarEntry::Kind::kLink || entry.link_target.empty()) break;
    path = entry.link_target.front() == '/'
               ? entry.link_target
               : path.substr(0, path.rfind('/') + 1) + entry.link_target;
  }
  co_return fail(Fault{"NotFound", "not a regular file in the container", 404, {}});
}

net::Task<Result<std::vector<aws::docker::NetworkResource>>> DockerClient::list_networks() {
  BERTH_CO_ASSIGN(const auto response, co_await call("GET", "/networks", "", kCallTimeout));
  auto list =
      aws::decode_json<aws::docker::NetworkListEnvelope>("{\"items\":" + response.body + "}");
  if (!list) co_return fail(server_fault("EngineError", list.error().message));
  co_return list->items.value_or(std::vector<aws::docker::NetworkResource>{});
}

net::Task<Result<void>> DockerClient::remove_volume(std::string name) {
  auto response = co_await call("DELETE", "/volumes/" + encode_path(name), "", kCallTimeout);
  if (!response && response.error().code != "NotFound") co_return fail(response.error());
  co_return Result<void>();
}

}  // namespace berth::agent
