// The whole way of a request, in order.
#include "gateway/gateway.h"

#include <chrono>

#include <spdlog/spdlog.h>

#include "gateway/agent_upgrade.h"
#include "gateway/call.h"
#include "gateway/live_tails.h"
#include "gateway/log_metrics.h"
#include "gateway/stages.h"
#include "gateway/unsigned_routes.h"
#include "gateway/web_identity.h"

namespace berth::gateway {
namespace {

using SteadyClock = std::chrono::steady_clock;

Result<void> run_signed_stages(GatewayParts& parts, Call& call) {
  for (const Stage stage : kStages) BERTH_TRY(stage(parts, call));
  return {};
}

}  // namespace

class Gateway::Impl {
 public:
  explicit Impl(GatewayParts parts)
      : parts_(std::move(parts)), keys_(parts_.clock), live_tails_(parts_.live_tail) {}

  net::Task<net::HttpAnswer> answer(net::HttpRequest request) {
    const UnsignedRoute route = find_unsigned_route(request, parts_.allow_reset);
    if (route == UnsignedRoute::kReset) {
      const auto done = co_await parts_.reset();
      co_return answer_reset(done);
    }
    if (route != UnsignedRoute::kNone) {
      const UnsignedAnswers answers{parts_.ready, parts_.health, parts_.metrics};
      net::HttpResponse response = answer_unsigned(route, answers);
      if (route == UnsignedRoute::kMetrics) response.body += log_metrics_exposition(parts_.store);
      co_return response;
    }
    const auto began = SteadyClock::now();
    Call call = make_call(request);
    if (is_agent_upgrade(request)) co_return answer_agent(call);
    Result<void> outcome = identify(parts_, call);
    if (carries_web_identity(call)) {
      outcome = co_await run_web_identity_stages(parts_, keys_, call);
    } else {
      outcome = run_signed_stages(parts_, call);
    }
    // Nested ifs: g++ 12 destroys a conditional co_await's temporaries twice.
    if (outcome && brings_second_factor(call)) {
      outcome = co_await prove_second_factor(parts_, call);
    }
    if (outcome) {
      outcome = co_await perform(parts_, call);
      if (outcome) live_tails_.performed(call);
    }
    if (outcome && starts_live_tail(call)) {
      auto stream = live_tails_.answer(call);
      if (stream) {
        observe(call, outcome, stream->head.status, began);
        co_return std::move(*stream);
      }
      outcome = fail(stream.error());
    }
    net::HttpResponse response = encode(call, outcome);
    observe(call, outcome, response.status, began);
    co_return response;
  }

 private:
  Call make_call(const net::HttpRequest& request) {
    Call call{request, random_uuid(parts_.random), parts_.clock.now()};
    return call;
  }

  net::HttpAnswer answer_agent(Call& call) {
    auto upgrade = open_agent_channel(parts_, call);
    if (upgrade) return std::move(*upgrade);
    spdlog::info("an agent's channel is refused: {}", upgrade.error().message);
    return encode(call, fail(upgrade.error()));
  }

  void observe(const Call& call, const Result<void>& outcome, int status,
               SteadyClock::time_point began) {
    const bool known = call.operation != nullptr;
    const std::string_view service = call.model ? call.model->name : std::string_view("unknown");
    parts_.metrics.request_answered(service, known ? call.operation->row().name : "unknown", status,
                                    SteadyClock::now() - began);
    if (outcome) return;
    if (outcome.error().code == "AccessDeniedException") parts_.metrics.request_denied(service);
    if (outcome.error().http_status >= 500) {
      spdlog::error("request {}: {} {}", call.request_id, outcome.error().code,
                    outcome.error().message);
    }
  }

  GatewayParts parts_;
  ProviderKeys keys_;
  LiveTails live_tails_;
};

Gateway::Gateway(GatewayParts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {}
Gateway::~Gateway() = default;

net::HttpHandler Gateway::handler() {
  return
      [impl = impl_.get()](net::HttpRequest request) { return impl->answer(std::move(request)); };
}

}  // namespace berth::gateway
