// A run of a stream's events in one row: the text of its places.
#include "store/logs/block.h"

#include <charconv>
#include <iterator>

#include <fmt/format.h>

namespace berth::store {
namespace {

class PlacesReader {
 public:
  explicit PlacesReader(std::string_view text)
      : at_(text.data()), end_(text.data() + text.size()) {}

  bool at_end() const { return at_ == end_; }
  bool eat(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  std::int64_t number(char behind) {
    std::int64_t value = 0;
    const auto parsed = std::from_chars(at_, end_, value);
    at_ = parsed.ptr;
    if (parsed.ec != std::errc() || !eat(behind)) damaged();
    return value;
  }
  [[noreturn]] static void damaged() { throw Failure("a block of log events is damaged"); }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace

std::string encode_log_places(std::int64_t first_ms, const std::vector<LogPlace>& places) {
  std::string text;
  auto out = std::back_inserter(text);
  std::int64_t before_ms = first_ms;
  std::int64_t ingested_at_ms = -1;
  for (const LogPlace& place : places) {
    if (place.ingested_at_ms != ingested_at_ms) fmt::format_to(out, "@{},", place.ingested_at_ms);
    ingested_at_ms = place.ingested_at_ms;
    fmt::format_to(out, "{}:{},", place.timestamp_ms - before_ms, place.size);
    before_ms = place.timestamp_ms;
  }
  return text;
}

std::vector<LogPlace> decode_log_places(std::int64_t first_ms, std::string_view text,
                                        std::size_t messages_size) {
  std::vector<LogPlace> places;
  places.reserve(text.size() / 6 + 1);
  PlacesReader reader(text);
  LogPlace place;
  place.timestamp_ms = first_ms;
  while (!reader.at_end()) {
    if (reader.eat('@')) place.ingested_at_ms = reader.number(',');
    place.timestamp_ms += reader.number(':');
    const std::size_t rest = messages_size - place.begin;
    if (reader.eat(',')) {
      place.size = rest;
    } else {
      place.size = static_cast<std::size_t>(reader.number(','));
    }
    if (place.size > rest) PlacesReader::damaged();
    places.push_back(place);
    place.begin += place.size;
  }
  if (places.empty() || place.begin != messages_size) PlacesReader::damaged();
  return places;
}

}  // namespace berth::store
