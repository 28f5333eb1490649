// Any text is a pattern or a fault, and any pattern takes any message: no crash, no endless search.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "log_patterns/pattern.h"

/// The input's first line is the pattern, the rest the message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const std::string_view message = line == input.npos ? std::string_view() : input.substr(line + 1);
  const auto pattern = berth::log_patterns::Pattern::parse(input.substr(0, line));
  if (!pattern) return 0;
  const bool matches = pattern->matches(message);
  // What holds for every match holds for this one.
  if (matches && message.find(pattern->literal()) == message.npos) __builtin_trap();
  if (pattern->is_literal() && matches != (message.find(pattern->literal()) != message.npos)) {
    __builtin_trap();
  }
  pattern->extracted(message);
  pattern->value_of("$.a[*].*", message);
  return 0;
}
