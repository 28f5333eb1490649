// Frames, times and pieces of lines.
#include "agent/logs/engine_log.h"

#include <utility>

#include "base/clock.h"
#include "base/time_format.h"

namespace berth::agent {
namespace {

constexpr std::size_t kHeaderBytes = 8;
/// The stream on which the engine tells what went wrong.
constexpr char kEngineItself = 3;

std::size_t size_in(std::string_view header) {
  std::size_t size = 0;
  for (const char c : header.substr(4, 4)) size = size << 8 | static_cast<unsigned char>(c);
  return size;
}

}  // namespace

void EngineLog::feed(std::string_view data) {
  buffer_ += data;
  std::string_view rest = buffer_;
  while (rest.size() >= kHeaderBytes) {
    const std::size_t size = size_in(rest);
    if (rest.size() < kHeaderBytes + size) break;
    if (rest.front() == kEngineItself) {
      broken_ = true;
    } else {
      take_piece(lines_[rest.front()], rest.substr(kHeaderBytes, size));
    }
    rest.remove_prefix(kHeaderBytes + size);
  }
  buffer_.erase(0, buffer_.size() - rest.size());
}

void EngineLog::take_piece(Unfinished& line, std::string_view piece) {
  const std::size_t space = piece.find(' ');
  const auto time =
      space == std::string_view::npos ? std::nullopt : parse_iso8601(piece.substr(0, space));
  if (!time) return;  // not of the container
  std::string_view text = piece.substr(space + 1);
  if (!line.timestamp_ms) line.timestamp_ms = to_epoch_ms(*time);
  const bool is_whole = !text.empty() && text.back() == '\n';
  if (is_whole) text.remove_suffix(1);
  line.text += text;
  if (is_whole || line.text.size() >= kMessageBytesMax) finish(line);
}

void EngineLog::finish(Unfinished& line) {
  if (!line.timestamp_ms) return;
  on_line_({*line.timestamp_ms, std::move(line.text)});
  line = {};
}

void EngineLog::end() {
  for (auto& [stream, line] : lines_) finish(line);
}

}  // namespace berth::agent
