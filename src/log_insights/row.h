// A row on its way through a query: an event, and what commands have put beside it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "log_insights/value.h"

namespace berth::log_insights {

/// A log event as a query sees it.
struct Event {
  std::int64_t timestamp_ms = 0;
  std::int64_t ingested_at_ms = 0;
  std::string message;
  std::string stream;   ///< @logStream
  std::string log;      ///< @log: "account:group"
  std::string pointer;  ///< @ptr
};

class Row {
 public:
  /// A row of figures.
  Row() = default;
  explicit Row(Event event) : event_(std::make_shared<const Event>(std::move(event))) {}

  bool has_event() const { return event_ != nullptr; }
  void set(const std::string& name, Value value);
  /// What a command has set, else a field of the event's own (@message), else one that is
  /// discovered in its JSON ("a.b", "a.0"; 200 at most); none where there is no such.
  Value get(std::string_view name) const;

 private:
  Value own_field(std::string_view name) const;

  std::shared_ptr<const Event> event_;
  std::vector<std::pair<std::string, Value>> columns_;
  mutable std::shared_ptr<const std::unordered_map<std::string, Value>> discovered_;
};

}  // namespace berth::log_insights
