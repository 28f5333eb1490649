// Each frame of the agent begins with the header lines of its upgrade request and a blank line.
#include "control/telemetry.h"

#include <string>
#include <string_view>

#include "acs/message.h"
#include "aws/models/tcs.h"

namespace berth::control {
namespace {

constexpr std::chrono::minutes kTelemetryDeadline{3};

std::string_view json_of(std::string_view frame) {
  const std::size_t blank = frame.find("\r\n\r\n");
  if (!frame.empty() && frame.front() == '{') return frame;
  return blank == std::string_view::npos ? frame : frame.substr(blank + 4);
}

/// The answer to a publication; empty for what needs none.
std::string acknowledgement(const acs::Envelope& envelope) {
  if (envelope.type == "PublishMetricsRequest") {
    return acs::encode_message(aws::tcs::AckPublishMetric{});
  }
  if (envelope.type == "PublishHealthRequest") {
    return acs::encode_message(aws::tcs::AckPublishHealth{});
  }
  if (envelope.type == "PublishInstanceStatusRequest") {
    return acs::encode_message(aws::tcs::AckPublishInstanceStatus{});
  }
  return {};
}

}  // namespace

net::Task<void> serve_telemetry(net::WebSocket socket) {
  for (;;) {
    auto frame = co_await socket.read(kTelemetryDeadline);
    if (!frame) co_return;
    const auto envelope = acs::parse_envelope(json_of(*frame));
    if (!envelope) continue;
    std::string answer = acknowledgement(*envelope);
    if (answer.empty()) continue;
    auto sent = co_await socket.write(std::move(answer));
    if (!sent) co_return;
    aws::tcs::HeartbeatMessage beat;
    beat.healthy = true;
    auto beaten = co_await socket.write(acs::encode_message(beat));
    if (!beaten) co_return;
  }
}

}  // namespace berth::control
