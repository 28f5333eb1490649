// What a value of the document is worth is settled at compile time; here it is only compared.
#include "iam/condition.h"

#include <algorithm>

namespace berth::iam {
namespace {

template <class T, class Parse>
void read_into(T& out, const std::vector<std::string>& values, Parse parse) {
  for (const std::string& text : values) {
    if (auto value = parse(text)) {
      out.list.push_back(std::move(*value));
    } else {
      out.unread = true;
    }
  }
}

bool satisfies(Relation relation, std::partial_ordering order) {
  switch (relation) {
    case Relation::kEqual:
      return order == 0;
    case Relation::kLess:
      return order < 0;
    case Relation::kLessOrEqual:
      return order <= 0;
    case Relation::kGreater:
      return order > 0;
    case Relation::kGreaterOrEqual:
      return order >= 0;
  }
  return false;
}

}  // namespace

Condition::Condition(ConditionOperator op, std::string key, const std::vector<std::string>& values,
                     bool variables)
    : operator_(op), key_(std::move(key)) {
  switch (op.type) {
    case ConditionType::kString:
    case ConditionType::kStringIgnoreCase:
    case ConditionType::kStringLike: {
      const PatternSyntax syntax{op.type == ConditionType::kStringLike, variables,
                                 op.type == ConditionType::kStringIgnoreCase};
      auto& texts = values_.emplace<Texts>();
      for (const std::string& text : values) texts.emplace_back(text, syntax);
      break;
    }
    case ConditionType::kArn: {
      auto& arns = values_.emplace<Arns>();
      for (const std::string& text : values) {
        arns.push_back(ArnPattern::of_condition(text, variables));
      }
      break;
    }
    case ConditionType::kNumeric:
      read_into(values_.emplace<Numbers>(), values, parse_number);
      break;
    case ConditionType::kDate:
      read_into(values_.emplace<Instants>(), values, parse_instant_ms);
      break;
    case ConditionType::kBool:
      read_into(values_.emplace<Truths>(), values, parse_truth);
      break;
    case ConditionType::kBinary:
      read_into(values_.emplace<Binaries>(), values, parse_base64);
      break;
    case ConditionType::kIp:
      read_into(values_.emplace<Networks>(), values, parse_network);
      break;
    case ConditionType::kNull: {
      auto& absence = values_.emplace<Absence>();
      for (const std::string& text : values) {
        const auto absent = parse_truth(text);
        absence.wanted_absent |= absent == true;
        absence.wanted_present |= absent == false;
      }
    }
  }
}

bool Condition::holds(const ContextKeys& context) const {
  const ContextValue* const value = context.find(key_);
  if (const auto* const absence = std::get_if<Absence>(&values_)) {
    const bool absent = value == nullptr || value->values.empty();
    return absent ? absence->wanted_absent : absence->wanted_present;
  }
  const auto holds_each = [&](const std::string& each) { return holds_for(each, context); };
  switch (operator_.quantifier) {
    case Quantifier::kAll:
      return value == nullptr ||
             std::all_of(value->values.begin(), value->values.end(), holds_each);
    case Quantifier::kAny:
      return value != nullptr &&
             std::any_of(value->values.begin(), value->values.end(), holds_each);
    case Quantifier::kOne:
      break;
  }
  if (value == nullptr) return operator_.if_exists || operator_.negated;
  // A key with several values needs a set operator.
  return !value->multivalued && !value->values.empty() && holds_each(value->values.front());
}

void Condition::collect_keys(KeyNames& keys, bool required) const {
  if (!(required && operator_.type == ConditionType::kNull)) keys.add(key_);
  if (const auto* const texts = std::get_if<Texts>(&values_)) {
    for (const Pattern& each : *texts) each.collect_keys(keys, required);
  } else if (const auto* const arns = std::get_if<Arns>(&values_)) {
    for (const ArnPattern& each : *arns) each.collect_keys(keys, required);
  }
}

bool Condition::holds_for(std::string_view value, const ContextKeys& context) const {
  const auto found = matches_any(value, context);
  return found && *found != operator_.negated;
}

template <class T, class Parsed, class Compare>
std::optional<bool> Condition::compare_any(const Values<T>& values, const Parsed& value,
                                           Compare compare) const {
  if (!value) return std::nullopt;
  for (const auto& each : values.list) {
    if (compare(each, *value)) return true;
  }
  // "Not equal to what is no number" is as little true as "equal to it".
  if (operator_.negated && values.unread) return std::nullopt;
  return false;
}

std::optional<bool> Condition::matches_any(std::string_view value,
                                           const ContextKeys& context) const {
  const auto equal = [](const auto& a, const auto& b) { return a == b; };
  if (const auto* const texts = std::get_if<Texts>(&values_)) {
    return std::any_of(texts->begin(), texts->end(),
                       [&](const Pattern& each) { return each.matches(value, context); });
  }
  if (const auto* const arns = std::get_if<Arns>(&values_)) {
    const ArnFields arn = split_arn(value);
    return std::any_of(arns->begin(), arns->end(),
                       [&](const ArnPattern& each) { return each.matches(arn, context); });
  }
  if (const auto* const numbers = std::get_if<Numbers>(&values_)) {
    return compare_any(*numbers, parse_number(value), [this](const Number& a, const Number& b) {
      return satisfies(operator_.relation, compare(b, a));
    });
  }
  if (const auto* const instants = std::get_if<Instants>(&values_)) {
    return compare_any(*instants, parse_instant_ms(value), [this](std::int64_t a, std::int64_t b) {
      return satisfies(operator_.relation, b <=> a);
    });
  }
  if (const auto* const networks = std::get_if<Networks>(&values_)) {
    return compare_any(*networks, parse_network(value),
                       [](const Network& a, const Network& b) { return a.contains(b); });
  }
  if (const auto* const truths = std::get_if<Truths>(&values_)) {
    return compare_any(*truths, parse_truth(value), equal);
  }
  if (const auto* const binaries = std::get_if<Binaries>(&values_)) {
    return compare_any(*binaries, parse_base64(value), equal);
  }
  return std::nullopt;
}

}  // namespace berth::iam
