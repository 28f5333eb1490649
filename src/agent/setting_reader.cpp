// Reads one setting at a time and keeps the first complaint.
#include "agent/setting_reader.h"

#include <algorithm>
#include <charconv>

#include "aws/json_codec.h"
#include "aws/models/agent.h"

namespace berth::agent {

namespace {

std::optional<int> whole_number(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  int value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

const std::string* SettingReader::find(const std::string& name) const {
  const auto value = values_.find(name);
  return value == values_.end() || value->second.empty() ? nullptr : &value->second;
}

void SettingReader::complain(const std::string& name, const std::string& value,
                             const std::string& right) {
  if (fault_) return;
  fault_ =
      client_fault("InvalidSetting", name + ": \"" + value + "\" is not right: write " + right);
}

void SettingReader::text(const std::string& name, std::string& target) {
  if (const auto* value = find(name)) target = *value;
}

void SettingReader::choice(const std::string& name, const std::vector<std::string>& choices,
                           std::string& target) {
  const auto* value = find(name);
  if (!value) return;
  if (std::find(choices.begin(), choices.end(), *value) != choices.end()) {
    target = *value;
    return;
  }
  std::string list;
  for (const auto& one : choices) list += (list.empty() ? "" : ", ") + one;
  complain(name, *value, "one of " + list);
}

void SettingReader::flag(const std::string& name, bool& target) {
  const auto* value = find(name);
  if (!value) return;
  for (const char* yes : {"1", "t", "T", "TRUE", "true", "True"}) {
    if (*value == yes) {
      target = true;
      return;
    }
  }
  for (const char* no : {"0", "f", "F", "FALSE", "false", "False"}) {
    if (*value == no) {
      target = false;
      return;
    }
  }
  complain(name, *value, "true or false");
}

void SettingReader::number(const std::string& name, int min, int max, int& target) {
  const auto* value = find(name);
  if (!value) return;
  const auto number = whole_number(*value);
  if (number && *number >= min && *number <= max) {
    target = *number;
    return;
  }
  complain(name, *value,
           "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
}

void SettingReader::duration(const std::string& name, std::chrono::milliseconds min,
                             std::chrono::milliseconds& target) {
  const auto* value = find(name);
  if (!value) return;
  const auto duration = parse_duration(*value);
  if (duration && *duration >= min) {
    target = *duration;
    return;
  }
  complain(name, *value,
           "a number with its unit, such as 30s, 5m or 1h30m, of at least " +
               std::to_string(min.count()) + "ms");
}

void SettingReader::text_list(const std::string& name, std::vector<std::string>& target) {
  const auto* value = find(name);
  if (!value) return;
  const auto decoded = aws::decode_json<aws::agent::SettingValue>("{\"list\":" + *value + "}");
  if (decoded && decoded->list) {
    target = *decoded->list;
    return;
  }
  complain(name, *value, R"(a JSON array of strings, such as ["json-file","awslogs"])");
}

void SettingReader::text_map(const std::string& name, std::map<std::string, std::string>& target) {
  const auto* value = find(name);
  if (!value) return;
  const auto decoded = aws::decode_json<aws::agent::SettingValue>("{\"map\":" + *value + "}");
  if (decoded && decoded->map) {
    target = *decoded->map;
    return;
  }
  complain(name, *value, R"(a JSON object of strings, such as {"stack":"test"})");
}

void SettingReader::ports(const std::string& name, std::vector<std::uint16_t>& target) {
  const auto* value = find(name);
  if (!value) return;
  std::vector<std::uint16_t> ports;
  std::string_view rest = *value;
  bool good = rest.size() >= 2 && rest.front() == '[' && rest.back() == ']';
  if (good) rest = rest.substr(1, rest.size() - 2);
  while (good && !rest.empty()) {
    const auto comma = rest.find(',');
    const auto number = whole_number(rest.substr(0, comma));
    good = number && *number >= 1 && *number <= 65535;
    if (good) ports.push_back(static_cast<std::uint16_t>(*number));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (comma != std::string_view::npos && rest.empty()) good = false;
  }
  if (good) {
    target = ports;
    return;
  }
  complain(name, *value, "a JSON array of port numbers, such as [22,51678]");
}

void SettingReader::rate_limit(const std::string& name, RateLimit& target) {
  const auto* value = find(name);
  if (!value) return;
  const auto comma = value->find(',');
  if (comma != std::string::npos) {
    const auto steady = whole_number(std::string_view(*value).substr(0, comma));
    const auto burst = whole_number(std::string_view(*value).substr(comma + 1));
    if (steady && burst && *steady >= 1 && *burst >= 1) {
      target = {*steady, *burst};
      return;
    }
  }
  complain(name, *value,
           "the steady rate and the burst in requests a second, both at least 1, such as 40,60");
}

}  // namespace berth::agent
