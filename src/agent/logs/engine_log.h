// Reads the stream of a container's log as Docker Engine sends it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "agent/logs/log_event.h"

namespace berth::agent {

/// Takes the pieces of `GET /containers/ID/logs?timestamps=1` of a container without a terminal as
/// they come and hands on lines. Each piece of a line is a frame: a header of eight bytes (stream,
/// three zeros, size), then the time and the text (https://docs.docker.com/engine/api/, "Attach to
/// a container").
class EngineLog {
 public:
  using OnLine = std::function<void(LogLine)>;

  explicit EngineLog(OnLine on_line) : on_line_(std::move(on_line)) {}

  void feed(std::string_view data);
  /// The stream has ended: what has no newline is a line, too.
  void end();
  /// The engine said that it could not read on.
  bool is_broken() const { return broken_; }

 private:
  /// A line whose newline has not come. Longer ones come in pieces, each with a time of its own.
  struct Unfinished {
    std::optional<std::int64_t> timestamp_ms;
    std::string text;
  };

  void take_piece(Unfinished& line, std::string_view piece);
  void finish(Unfinished& line);

  OnLine on_line_;
  std::string buffer_;
  bool broken_ = false;
  std::map<char, Unfinished> lines_;  ///< by stream
};

}  // namespace berth::agent
