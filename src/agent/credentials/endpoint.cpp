// The endpoint's way of a request: route, who asks, rate limit, may they, answer.
#include "agent/credentials/endpoint.h"

#include <utility>

#include "agent/credentials/answers.h"
#include "agent/metadata/metadata_answers.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using What = Route::What;

constexpr std::chrono::milliseconds kAddressPause{10};
constexpr int kAddressPausesMax = 150;

std::string text_of(const net::Peer& peer) {
  const bool v6 = peer.address.find(':') != std::string::npos;
  std::string text = v6 ? "[" + peer.address + "]" : peer.address;
  text += ':';
  text += std::to_string(peer.port);
  return text;
}

/// The engine and tools of the host ask for everything; a container for what is its task's.
bool may_have(const Caller& caller, const StoredCredentials& credentials) {
  if (caller.kind == Caller::Kind::kHost) return true;
  return credentials.of == CredentialsOf::kTask && caller.is_task(credentials.task_arn);
}

bool is_metadata(const Route& route) {
  return route.what != What::kNothing && route.what != What::kMoved &&
         route.what != What::kCredentials;
}

}  // namespace

Endpoint::Endpoint(EndpointParts parts, std::unique_ptr<SocketOwners> owners)
    : parts_(std::move(parts)),
      owners_(std::move(owners)),
      callers_(parts_.tasks, *owners_),
      limiter_(parts_.limit) {}

net::Task<net::HttpAnswer> Endpoint::answer(std::shared_ptr<Endpoint> self,
                                            net::HttpRequest request) {
  Asked asked{request, parse_route(request.target), self->parts_.clock.now(), {}};
  asked.caller = self->callers_.find(request.peer, asked.now);
  auto response = co_await perform(self, asked);
  answers::add_rate_limit(response, self->parts_.limit.steady, text_of(request.peer),
                          request.header("X-Forwarded-For").value_or(std::string_view()));
  co_return net::HttpAnswer(std::move(response));
}

net::Task<net::HttpResponse> Endpoint::perform(std::shared_ptr<Endpoint> self, Asked& asked) {
  const Route& route = asked.route;
  if (route.what == What::kMoved) co_return answers::moved(route.id);
  auto throttled = self->throttle(asked);
  if (throttled) co_return std::move(*throttled);
  if (route.what == What::kNothing) co_return answers::not_found();
  if (asked.caller.kind != Caller::Kind::kHost) {
    auto owner = self->owner_of_id(route);
    const bool early = !asked.caller.is_task(owner) && self->parts_.tasks.awaits_address(owner);
    if (early) co_await wait_for_address(self, asked, std::move(owner));
  }
  if (route.what == What::kCredentials) co_return self->credentials(asked);
  auto served = self->find_served(asked);
  if (!served) co_return std::move(served.error());
  MetadataQuestion question{route, std::move(*served), self->parts_.cluster,
                            self->parts_.main_context, self->parts_.stats};
  if (is_document(route)) co_return document_answer(question);
  auto response = co_await stats_answer(std::move(question));
  co_return response;
}

std::optional<net::HttpResponse> Endpoint::throttle(const Asked& asked) {
  // Tasks on the host's network share its addresses: each has a bucket of its own there.
  const auto& arn = asked.caller.task_arn();
  const bool by_task = asked.caller.on_host_address && !arn.empty();
  const auto wait = limiter_.refuse(by_task ? arn : asked.request.peer.address, asked.now);
  if (!wait) return std::nullopt;
  parts_.refusals.count(Refusal::kThrottled, arn);
  log(asked, 429, nullptr);
  return answers::throttled(*wait);
}

net::Task<void> Endpoint::wait_for_address(std::shared_ptr<Endpoint> self, Asked& asked,
                                           std::string owner_arn) {
  for (int i = 0; i < kAddressPausesMax; ++i) {
    co_await net::sleep_for(kAddressPause);
    asked.caller = self->callers_.find(asked.request.peer, self->parts_.clock.now());
    if (asked.caller.is_task(owner_arn)) co_return;
    if (!self->parts_.tasks.awaits_address(owner_arn)) co_return;
  }
}

std::string Endpoint::owner_of_id(const Route& route) const {
  if (route.what == What::kCredentials) {
    const auto found = parts_.credentials.find(route.id);
    return found ? found->task_arn : std::string();
  }
  if (!is_metadata(route) || route.version == 2) return {};
  const auto found = parts_.tasks.by_endpoint_id(route.id);
  return found ? found.task->arn : std::string();
}

net::HttpResponse Endpoint::credentials(const Asked& asked) {
  const int version = asked.route.version;
  if (asked.route.id.empty()) {
    log(asked, 400, nullptr);
    return answers::no_id(version);
  }
  const auto found = parts_.credentials.find(asked.route.id);
  if (!found) {
    log(asked, 400, nullptr);
    return answers::unknown_id(version);
  }
  if (!may_have(asked.caller, *found)) {
    parts_.refusals.count(Refusal::kForeign, asked.caller.task_arn());
    log(asked, 403, found.get());
    return answers::invalid_caller(version);
  }
  if (!found->body) {
    log(asked, 503, found.get());
    return answers::uninitialized(version);
  }
  log(asked, 200, found.get());
  return answers::json(std::string(found->body->reveal()));
}

tl::expected<ServedContainer, net::HttpResponse> Endpoint::find_served(const Asked& asked) {
  const auto& [request, route, now, caller] = asked;
  if (route.version != 2) {
    auto served = parts_.tasks.by_endpoint_id(route.id);
    const bool of_container = route.what == What::kContainer || route.what == What::kContainerStats;
    const bool created = served && !(of_container && served.container->docker_id.empty());
    if (!created) return tl::unexpected(unknown_endpoint_id(route));
    if (caller.kind == Caller::Kind::kHost || caller.is_task(served.task->arn)) return served;
    parts_.refusals.count(Refusal::kForeign, caller.task_arn());
    return tl::unexpected(foreign_endpoint_id(route));
  }
  if (caller.kind != Caller::Kind::kTask) {
    return tl::unexpected(unknown_address(request.peer.address));
  }
  if (route.what == What::kTask || route.what == What::kTaskStats) return caller.served;
  auto served = parts_.tasks.by_docker_id(route.id);
  if (served && caller.is_task(served.task->arn)) return served;
  return tl::unexpected(unknown_container(route));
}

void Endpoint::log(const Asked& asked, int status, const StoredCredentials* credentials) const {
  if (!parts_.audit.enabled()) return;
  AuditEntry entry;
  entry.time = asked.now;
  entry.status = status;
  entry.peer = text_of(asked.request.peer);
  entry.path = path_for_logs(asked.route);
  entry.user_agent = asked.request.header("User-Agent").value_or(std::string_view());
  if (credentials) {
    entry.task_arn = credentials->task_arn;
    entry.of = credentials->of;
  }
  entry.cluster = parts_.cluster;
  if (parts_.container_instance_arn) entry.container_instance_arn = parts_.container_instance_arn();
  parts_.audit.write(entry);
}

}  // namespace berth::agent
