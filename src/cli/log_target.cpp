// What `berth logs` is asked for: a task, or a log group and perhaps one of its streams.
#include "cli/log_target.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace berth::cli {
namespace {

constexpr std::size_t kArnParts = 6;  // arn:aws:logs:REGION:ACCOUNT:…

bool looks_like_task_id(std::string_view text) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  std::string digits(text);
  if (text.size() == 36) digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
  return digits.size() == 32 && std::all_of(digits.begin(), digits.end(), is_hex);
}

/// The first colons cut; the last part keeps its own.
std::vector<std::string> split(const std::string& text, std::size_t parts_max) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  while (parts.size() + 1 < parts_max) {
    const std::size_t colon = text.find(':', begin);
    if (colon == std::string::npos) break;
    parts.push_back(text.substr(begin, colon - begin));
    begin = colon + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

Fault no_target(const std::string& text) {
  return client_fault("InvalidOption",
                      "'" + text +
                          "' is neither a task nor a log group: GROUP, GROUP:STREAM, a "
                          "task's id, or an ARN of one of them");
}

/// "log-group:NAME", "log-group:NAME:*" or "log-group:NAME:log-stream:STREAM".
Result<LogTarget> parse_resource(const std::string& text, const std::string& resource) {
  const auto parts = split(resource, 4);
  if (parts.size() < 2 || parts[0] != "log-group" || parts[1].empty()) return fail(no_target(text));
  LogTarget target;
  target.group = parts[1];
  if (parts.size() == 2 || (parts.size() == 3 && parts[2] == "*")) return target;
  if (parts.size() != 4 || parts[2] != "log-stream") return fail(no_target(text));
  if (parts[3] != "*") target.stream = parts[3];
  return target;
}

}  // namespace

Result<LogTarget> parse_log_target(const std::string& text) {
  LogTarget target;
  if (text.rfind("arn:", 0) == 0) {
    const auto parts = split(text, kArnParts);
    if (parts.size() < kArnParts) return fail(no_target(text));
    if (parts[2] != "logs") {
      target.task = text;
      return target;
    }
    BERTH_ASSIGN(target, parse_resource(text, parts[5]));
    target.region = parts[3];
    return target;
  }
  if (text.empty() || looks_like_task_id(text)) {
    target.task = text;
    return target;
  }
  const std::size_t colon = text.find(':');
  target.group = text.substr(0, colon);
  if (colon != std::string::npos) target.stream = text.substr(colon + 1);
  if (target.group.empty()) return fail(no_target(text));
  return target;
}

Result<LogTarget> parse_group_target(const std::string& text) {
  BERTH_ASSIGN(LogTarget target, parse_log_target(text));
  if (!target.group.empty()) return target;
  return fail(client_fault("InvalidOption", "'" + text +
                                                "' is no log group: GROUP, GROUP:STREAM, "
                                                "or a log group's ARN"));
}

}  // namespace berth::cli
