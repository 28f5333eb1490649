// The stage that finds what is asked: AWS JSON names its operation in X-Amz-Target, Query in
// Action.
#include "aws/sigv4/request.h"
#include "gateway/stages.h"

namespace berth::gateway {
namespace {

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

void identify_json(std::string_view target, Call& call) {
  call.protocol = aws::Protocol::kJson11;
  const std::size_t dot = target.rfind('.');
  if (dot == std::string_view::npos) return;
  call.named_model = aws::find_service_model_by_target(target.substr(0, dot));
  call.operation_name = std::string(target.substr(dot + 1));
}

void identify_query(Call& call) {
  call.protocol = aws::Protocol::kQuery;
  const std::string_view form = call.http.method == "POST" ? std::string_view(call.http.body)
                                                           : aws::sigv4::query_of(call.http.target);
  call.params = aws::parse_query(form);
  if (!call.params) return;
  call.operation_name = std::string(call.params->find("Action").value_or(""));
  call.named_model = aws::find_service_model_by_version(call.params->find("Version").value_or(""));
}

/// What clients put before a host that answers for long: StartLiveTail's.
constexpr std::string_view kHostPrefixes[] = {"stream-", "streaming-"};

/// "ecs.us-west-2.amazonaws.com" and "logs…": who posts a form there gets JSON all the same.
bool names_a_json_service(std::string_view host) {
  std::string_view label = host.substr(0, host.find('.'));
  for (const std::string_view prefix : kHostPrefixes) {
    if (label.starts_with(prefix)) label.remove_prefix(prefix.size());
  }
  const aws::ServiceModel* const model = aws::find_service_model(label);
  return model != nullptr && model->protocol == aws::Protocol::kJson11 &&
         host.find(".amazonaws.com") != std::string_view::npos;
}

}  // namespace

Result<void> identify(GatewayParts&, Call& call) {
  const auto target = call.http.header("x-amz-target");
  const std::string_view type = call.http.header("content-type").value_or("");
  const bool is_form = type.substr(0, kForm.size()) == kForm;
  if (target) {
    identify_json(*target, call);
  } else if (names_a_json_service(call.http.header("host").value_or(""))) {
    call.protocol = aws::Protocol::kJson11;
  } else if (is_form || call.http.method == "GET") {
    identify_query(call);
  }
  return {};
}

}  // namespace berth::gateway
