// Reads one setting at a time and keeps the first complaint.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/settings.h"

namespace berth::agent {

/// Each function leaves `target` as it is where the setting is absent or empty, and notes a fault
/// where it is malformed.
class SettingReader {
 public:
  explicit SettingReader(const SettingValues& values) : values_(values) {}

  void text(const std::string& name, std::string& target);
  /// One of `choices`, in lower case.
  void choice(const std::string& name, const std::vector<std::string>& choices,
              std::string& target);
  void flag(const std::string& name, bool& target);
  void number(const std::string& name, int min, int max, int& target);
  /// A duration of at least `min`.
  void duration(const std::string& name, std::chrono::milliseconds min,
                std::chrono::milliseconds& target);
  /// A JSON array of strings.
  void text_list(const std::string& name, std::vector<std::string>& target);
  /// A JSON object of strings.
  void text_map(const std::string& name, std::map<std::string, std::string>& target);
  /// A JSON array of port numbers.
  void ports(const std::string& name, std::vector<std::uint16_t>& target);
  /// "steady,burst"
  void rate_limit(const std::string& name, RateLimit& target);

  const std::optional<Fault>& fault() const { return fault_; }

 private:
  const std::string* find(const std::string& name) const;
  void complain(const std::string& name, const std::string& value, const std::string& right);

  const SettingValues& values_;
  std::optional<Fault> fault_;
};

}  // namespace berth::agent
