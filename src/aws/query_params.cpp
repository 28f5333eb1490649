// The form parameters of a request: application/x-www-form-urlencoded, as the URL standard has it.
#include <algorithm>

#include <fmt/format.h>

#include "aws/query_codec.h"
#include "aws/utf8.h"
#include "base/hex_digit.h"

namespace berth::aws {
namespace {

Fault malformed(std::string message) {
  return Fault{"MalformedQueryString", std::move(message), 404, {}};
}

Result<std::string> unescape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return fail(malformed("The query string holds an escape that is not complete"));
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out)) return fail(malformed("The query string is not UTF-8"));
  return out;
}

}  // namespace

std::optional<std::string_view> QueryParams::find(std::string_view name) const {
  const auto found =
      std::partition_point(params_.begin(), params_.end(),
                           [name](const QueryParam& param) { return param.name < name; });
  if (found == params_.end() || found->name != name) return std::nullopt;
  return found->value;
}

Result<QueryParams> parse_query(std::string_view text) {
  QueryParams out;
  auto& params = out.params_;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (params.size() == kQueryParamsMax) {
      return fail(malformed(fmt::format("More than {} parameters", kQueryParamsMax)));
    }
    const std::size_t equals = pair.find('=');
    QueryParam param;
    BERTH_ASSIGN(param.name, unescape(pair.substr(0, equals)));
    if (equals != std::string_view::npos) {
      BERTH_ASSIGN(param.value, unescape(pair.substr(equals + 1)));
    }
    params.push_back(std::move(param));
  }
  std::sort(params.begin(), params.end(),
            [](const QueryParam& a, const QueryParam& b) { return a.name < b.name; });
  const auto twice =
      std::adjacent_find(params.begin(), params.end(),
                         [](const QueryParam& a, const QueryParam& b) { return a.name == b.name; });
  if (twice != params.end()) {
    return fail(malformed(fmt::format("The parameter {} comes more than once", twice->name)));
  }
  return out;
}

}  // namespace berth::aws
