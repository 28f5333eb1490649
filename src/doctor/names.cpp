// Names and ARNs as findings take them apart.
#include "doctor/names.h"

#include <algorithm>
#include <array>
#include <cctype>

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

bool contains(std::string_view whole, std::string_view text) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) ==
           std::tolower(static_cast<unsigned char>(b));
  };
  return std::search(whole.begin(), whole.end(), text.begin(), text.end(), same) != whole.end();
}

}  // namespace berth::doctor
