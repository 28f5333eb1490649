// Lines join while none begins an event; what is too long for one is cut between characters.
#include "agent/logs/event_maker.h"

#include <utility>

#include <re2/re2.h>

#include "aws/utf8.h"

namespace berth::agent {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// How much of valid UTF-8 an event takes.
std::size_t cut_size(std::string_view text) {
  if (text.size() <= kMessageBytesMax) return text.size();
  std::size_t size = kMessageBytesMax;
  while (size > 0 && continues_character(text[size])) --size;
  return size;
}

}  // namespace

bool EventMaker::begins_event(const LogLine& line) const {
  return !first_line_ || re2::RE2::PartialMatch(line.text, *first_line_);
}

void EventMaker::add(LogLine line) {
  if (!first_line_) return hand_on(std::move(line));
  const bool begins = begins_event(line);
  const bool fits = waiting_ && waiting_->text.size() + line.text.size() < kMessageBytesMax;
  if (begins || !fits) flush();
  if (!waiting_) waiting_ = LogLine{line.timestamp_ms, {}};
  waiting_->text += line.text;
  waiting_->text += '\n';
}

void EventMaker::flush() {
  if (!waiting_) return;
  LogLine whole = std::move(*waiting_);
  waiting_.reset();
  hand_on(std::move(whole));
}

void EventMaker::hand_on(LogLine line) {
  const std::string text = aws::to_utf8(line.text);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t size = cut_size(rest);
    on_event_({line.timestamp_ms, std::string(rest.substr(0, size))});
    rest.remove_prefix(size);
  }
}

}  // namespace berth::agent
