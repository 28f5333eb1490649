// Names and ARNs as findings take them apart.
#include "doctor/names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>
#include <utility>

#include "base/hex_digit.h"

namespace berth::doctor {

ArnParts split_arn(std::string_view arn) {
  if (!arn.starts_with("arn:")) return {};
  std::array<std::string_view, 5> fields;
  for (std::string_view& field : fields) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    field = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  return {std::string(fields[1]), std::string(fields[2]), std::string(fields[3]),
          std::string(fields[4]), std::string(arn)};
}

std::string last_segment(std::string_view text) {
  const auto slash = text.rfind('/');
  return std::string(slash == std::string_view::npos ? text : text.substr(slash + 1));
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

namespace {

/// How many letters differ, are missing or are too many (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0u);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> nearest_names(const std::string& name, std::vector<std::string> names,
                                       std::size_t max) {
  const std::size_t far = std::max<std::size_t>(name.size() / 3, 1);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (std::string& one : names) {
    const bool is_part = !name.empty() && (one.starts_with(name) || name.starts_with(one));
    const std::size_t steps = distance(name, one);
    if (steps <= far || is_part) near.emplace_back(steps, std::move(one));
  }
  std::sort(near.begin(), near.end());
  if (near.size() > max) near.resize(max);
  std::vector<std::string> nearest;
  for (auto& [steps, one] : near) nearest.push_back(std::move(one));
  return nearest;
}

bool contains(std::string_view whole, std::string_view text) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(whole.begin(), whole.end(), text.begin(), text.end(), same) != whole.end();
}

}  // namespace berth::doctor
