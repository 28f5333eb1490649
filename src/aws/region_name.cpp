// See region_name.h.
#include "aws/region_name.h"

#include <algorithm>
#include <cstddef>

namespace berth::aws {
namespace {

bool all_within(std::string_view text, char first, char last) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [=](char c) { return c >= first && c <= last; });
}

/// Takes the text up to the next hyphen, and the hyphen.
std::string_view take_part(std::string_view& name) {
  const std::size_t hyphen = name.find('-');
  const std::string_view part = name.substr(0, hyphen);
  name = hyphen == std::string_view::npos ? std::string_view() : name.substr(hyphen + 1);
  return part;
}

}  // namespace

bool is_region_name(std::string_view name) {
  if (name.ends_with('-')) return false;
  const std::string_view area = take_part(name);
  if (area != "eusc" && (area.size() != 2 || !all_within(area, 'a', 'z'))) return false;
  std::size_t words = 0;
  std::string_view part = take_part(name);
  for (; !name.empty(); part = take_part(name), ++words) {
    if (!all_within(part, 'a', 'z')) return false;
  }
  return words > 0 && part.size() <= 2 && all_within(part, '0', '9');
}

}  // namespace berth::aws
