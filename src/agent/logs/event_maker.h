// From lines to events: one each, or several lines to one where the definition says how one begins.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "agent/logs/log_event.h"

namespace re2 {
class RE2;
}

namespace berth::agent {

/// What `awslogs-datetime-format` and `awslogs-multiline-pattern` ask for
/// (https://docs.docker.com/engine/logging/drivers/awslogs/): an event begins with a line that
/// matches, and the lines up to the next such one belong to it, each with its newline.
class EventMaker {
 public:
  using OnEvent = std::function<void(LogEvent)>;

  /// `first_line` may be null: then every line is an event. Empty lines are none.
  EventMaker(std::shared_ptr<const re2::RE2> first_line, OnEvent on_event)
      : first_line_(std::move(first_line)), on_event_(std::move(on_event)) {}

  void add(LogLine line);
  /// Hands on what waits for further lines.
  void flush();
  /// Every line does where none joins another.
  bool begins_event(const LogLine& line) const;
  bool waits() const { return waiting_.has_value(); }

 private:
  void hand_on(LogLine line);

  std::shared_ptr<const re2::RE2> first_line_;
  OnEvent on_event_;
  std::optional<LogLine> waiting_;
};

}  // namespace berth::agent
