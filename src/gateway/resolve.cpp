// The stage that finds the operation's one function.
#include <unordered_map>

#include <fmt/format.h>

#include "gateway/stages.h"

namespace berth::gateway {
namespace {

using Registry = std::unordered_map<const aws::OperationRow*, const services::Operation*>;

const Registry& registry() {
  static const Registry all = [] {
    Registry map;
    for (const auto operations :
         {services::ecs_operations(), services::iam_operations(), services::logs_operations(),
          services::sts_operations(), services::berth_operations()}) {
      for (const services::Operation& each : operations) map.emplace(&each.row(), &each);
    }
    return map;
  }();
  return all;
}

Fault unknown(const Call& call) {
  if (call.protocol == aws::Protocol::kJson11) {
    return client_fault("UnknownOperationException",
                        fmt::format("The operation '{}' is not known.", call.operation_name));
  }
  if (call.operation_name.empty()) {
    return client_fault("MissingAction",
                        "The request must contain the parameter Action, and a Version.");
  }
  const auto version = call.params ? call.params->find("Version").value_or("") : std::string_view();
  return client_fault("InvalidAction",
                      fmt::format("Could not find operation {} for version {}", call.operation_name,
                                  version.empty() ? "NO_VERSION_SPECIFIED" : version));
}

}  // namespace

Result<void> resolve(GatewayParts&, Call& call) {
  if (call.model == nullptr) return fail(unknown(call));
  // Query names the version of the API that it means, JSON the target: another service's is none of
  // this one's.
  if (call.named_model != call.model) return fail(unknown(call));
  const aws::OperationRow* const row = aws::find_operation(*call.model, call.operation_name);
  if (row == nullptr || row->protocol != call.protocol) return fail(unknown(call));
  const auto found = registry().find(row);
  if (found == registry().end()) return fail(unknown(call));
  call.operation = found->second;
  return {};
}

}  // namespace berth::gateway
