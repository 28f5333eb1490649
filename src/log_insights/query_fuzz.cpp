// Any text is a query or a fault, and any query takes any message: no crash, no endless run.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "log_insights/execution.h"

/// The input's first line, its "~" being line ends, is the query, the rest the message.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace berth::log_insights;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  std::string text(input.substr(0, line));
  for (char& c : text) c = c == '~' ? '\n' : c;
  const auto query = Query::parse(text);
  if (!query) return 0;
  Execution execution(*query, 100);
  for (int i = 0; i < 3; ++i) {
    Event event;
    event.timestamp_ms = 1'760'000'000'000 - i;
    event.message = line < input.size() ? input.substr(line + 1) : input;
    if (!execution.add(std::move(event))) break;
  }
  const auto outcome = execution.finish();
  return 0;
}
