// Splitting comes before globbing, in the pattern and in the request alike.
#include "iam/arn_pattern.h"

#include <algorithm>

namespace berth::iam {
namespace {

constexpr std::size_t kFields = 6;

}  // namespace

ArnFields split_arn(std::string_view arn) {
  ArnFields out;
  for (std::size_t i = 0; i + 1 < kFields; ++i) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return out;
    out.fields[i] = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  out.fields.back() = arn;
  out.valid = out.fields.front() == "arn";
  return out;
}

std::vector<std::string_view> ArnPattern::split(std::string_view text, bool variables) {
  std::vector<std::string_view> fields;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size() && fields.size() + 1 < kFields;) {
    const std::size_t end = variables ? end_of_variable(text, at) : at;
    if (end == at && text[at] == ':') {
      fields.push_back(text.substr(start, at - start));
      start = at + 1;
    }
    at = std::max(end, at + 1);
  }
  fields.push_back(text.substr(start));
  while (fields.size() < kFields) fields.push_back("*");
  return fields;
}

ArnPattern ArnPattern::of_resource(std::string_view text, bool variables) {
  ArnPattern pattern;
  const auto fields = split(text, variables);
  for (std::size_t i = 0; i < kFields; ++i) {
    const bool last = i + 1 == kFields;
    pattern.fields_[i] = Pattern(fields[i], {.wildcards = true, .variables = variables && last});
  }
  return pattern;
}

ArnPattern ArnPattern::of_condition(std::string_view text, bool variables) {
  ArnPattern pattern;
  const auto fields = split(text, variables);
  for (std::size_t i = 0; i < kFields; ++i) {
    pattern.fields_[i] = Pattern(fields[i], {.wildcards = true, .variables = variables});
  }
  return pattern;
}

bool ArnPattern::matches(const ArnFields& arn, const ContextKeys& context) const {
  if (!arn.valid) return false;
  // From the back: the last fields tell ARNs apart, the first ones are the same in nearly all.
  for (std::size_t i = kFields; i-- > 0;) {
    if (!fields_[i].matches(arn.fields[i], context)) return false;
  }
  return true;
}

void ArnPattern::collect_keys(KeyNames& keys, bool required) const {
  for (const Pattern& field : fields_) field.collect_keys(keys, required);
}

bool ResourceSet::matches(const ArnFields& arn, const ContextKeys& context) const {
  if (everything) return !negated;
  const bool found = std::any_of(patterns.begin(), patterns.end(), [&](const ArnPattern& each) {
    return each.matches(arn, context);
  });
  return found != negated;
}

}  // namespace berth::iam
