// When conditions hold: missing keys, several values, negation, set operators.
#include "iam/condition.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace berth::iam {
namespace {

using Strings = std::vector<std::string>;

constexpr const char* kKey = "aws:PrincipalTag/k";

bool holds(std::string_view name, const Strings& values, const ContextKeys& context) {
  return Condition(parse_condition_operator(name).value(), kKey, values, true).holds(context);
}

/// Against a key of one value.
bool holds(std::string_view name, const Strings& values, const char* value) {
  ContextKeys context;
  context.set(kKey, value);
  return holds(name, values, context);
}

bool holds_without_key(std::string_view name, const Strings& values) {
  return holds(name, values, ContextKeys());
}

bool holds_for_set(std::string_view name, const Strings& values, Strings set) {
  ContextKeys context;
  context.set(kKey, std::move(set));
  return holds(name, values, context);
}

TEST(ConditionOperator, NamesAreTakenApart) {
  const auto op = parse_condition_operator("ForAnyValue:StringNotLikeIfExists");
  ASSERT_TRUE(op);
  EXPECT_EQ(op->type, ConditionType::kStringLike);
  EXPECT_EQ(op->quantifier, Quantifier::kAny);
  EXPECT_TRUE(op->negated);
  EXPECT_TRUE(op->if_exists);
}

TEST(ConditionOperator, UnknownNamesAreRefused) {
  for (const char* const name : {"", "stringequals", "StringEqual", "IfExists", "NullIfExists",
                                 "ForAllValues:", "ForSomeValues:StringEquals", "BoolNotEquals"}) {
    EXPECT_FALSE(parse_condition_operator(name)) << name;
  }
}

TEST(Condition, SeveralValuesAreAlternativesAndNegatedNeitherNor) {
  EXPECT_TRUE(holds("StringEquals", {"a", "b"}, "b"));
  EXPECT_FALSE(holds("StringEquals", {"a", "b"}, "c"));
  EXPECT_FALSE(holds("StringNotEquals", {"a", "b"}, "b"));
  EXPECT_TRUE(holds("StringNotEquals", {"a", "b"}, "c"));
}

TEST(Condition, StringEqualsHasNoWildcardsAndStringLikeHas) {
  EXPECT_FALSE(holds("StringEquals", {"a*"}, "ab"));
  EXPECT_TRUE(holds("StringLike", {"a*"}, "ab"));
  EXPECT_FALSE(holds("StringLike", {"A*"}, "ab"));
  EXPECT_TRUE(holds("StringEqualsIgnoreCase", {"AB"}, "ab"));
}

TEST(Condition, AMissingKeyHoldsForNegatedAndIfExistsOnly) {
  EXPECT_FALSE(holds_without_key("StringEquals", {"a"}));
  EXPECT_TRUE(holds_without_key("StringNotEquals", {"a"}));
  EXPECT_TRUE(holds_without_key("StringEqualsIfExists", {"a"}));
  EXPECT_FALSE(holds_without_key("NumericLessThan", {"5"}));
  EXPECT_TRUE(holds_without_key("NotIpAddress", {"10.0.0.0/8"}));
}

TEST(Condition, NullAsksWhetherTheKeyIsThere) {
  EXPECT_TRUE(holds_without_key("Null", {"true"}));
  EXPECT_FALSE(holds_without_key("Null", {"false"}));
  EXPECT_TRUE(holds("Null", {"false"}, "x"));
  EXPECT_FALSE(holds("Null", {"true"}, "x"));
  EXPECT_TRUE(holds_for_set("Null", {"true"}, {}));
}

TEST(Condition, ForAllValuesHoldsForNone) {
  EXPECT_TRUE(holds_without_key("ForAllValues:StringEquals", {"a"}));
  EXPECT_TRUE(holds_for_set("ForAllValues:StringEquals", {"a"}, {}));
  EXPECT_TRUE(holds_for_set("ForAllValues:StringEquals", {"a", "b"}, {"b", "a"}));
  EXPECT_FALSE(holds_for_set("ForAllValues:StringEquals", {"a", "b"}, {"a", "c"}));
  EXPECT_FALSE(holds_for_set("ForAllValues:StringNotEquals", {"a"}, {"b", "a"}));
}

TEST(Condition, ForAnyValueNeedsOne) {
  EXPECT_FALSE(holds_without_key("ForAnyValue:StringEquals", {"a"}));
  EXPECT_FALSE(holds_without_key("ForAnyValue:StringEqualsIfExists", {"a"}));
  EXPECT_FALSE(holds_for_set("ForAnyValue:StringEquals", {"a"}, {}));
  EXPECT_TRUE(holds_for_set("ForAnyValue:StringEquals", {"a"}, {"b", "a"}));
  EXPECT_TRUE(holds_for_set("ForAnyValue:StringNotEquals", {"a"}, {"b", "a"}));
  EXPECT_TRUE(holds("ForAnyValue:StringEquals", {"a"}, "a"));
}

TEST(Condition, AKeyOfSeveralValuesNeedsASetOperator) {
  EXPECT_FALSE(holds_for_set("StringEquals", {"a"}, {"a"}));
  EXPECT_FALSE(holds_for_set("StringNotEquals", {"b"}, {"a"}));
}

TEST(Condition, NumbersAndDatesHaveAnOrder) {
  EXPECT_TRUE(holds("NumericLessThan", {"10"}, "9.5"));
  EXPECT_FALSE(holds("NumericLessThan", {"10"}, "10.0"));
  EXPECT_TRUE(holds("NumericGreaterThanEquals", {"10"}, "10.0"));
  EXPECT_TRUE(holds("DateGreaterThan", {"2026-01-01T00:00:00Z"}, "1782820800"));
  EXPECT_FALSE(holds("DateLessThanEquals", {"2026-01-01T00:00:00Z"}, "1782820800"));
}

TEST(Condition, WhatCannotBeComparedHoldsNeitherWay) {
  EXPECT_FALSE(holds("NumericEquals", {"5"}, "five"));
  EXPECT_FALSE(holds("NumericNotEquals", {"5"}, "five"));
  EXPECT_FALSE(holds("NumericNotEquals", {"five"}, "5"));
  EXPECT_FALSE(holds("NotIpAddress", {"10.0.0.0/8"}, "nowhere"));
}

TEST(Condition, TruthAddressesBytesAndArns) {
  EXPECT_TRUE(holds("Bool", {"True"}, "true"));
  EXPECT_FALSE(holds("Bool", {"true"}, "false"));
  EXPECT_TRUE(holds("IpAddress", {"10.0.0.0/8", "::1"}, "::1"));
  EXPECT_TRUE(holds("NotIpAddress", {"10.0.0.0/8"}, "::1"));
  EXPECT_TRUE(holds("BinaryEquals", {"Zm9v"}, "Zm9v"));
  EXPECT_TRUE(holds("ArnEquals", {"arn:aws:iam::*:role/a*"}, "arn:aws:iam::1:role/app"));
  EXPECT_FALSE(holds("ArnLike", {"arn:aws:iam::*:role/a*"}, "arn:aws:iam::1:user/app"));
  EXPECT_TRUE(holds("ArnNotLike", {"arn:aws:iam::*:role/a*"}, "no ARN"));
}

TEST(Condition, AVariableWithoutAValueEqualsNothing) {
  EXPECT_FALSE(holds("StringEquals", {"${aws:username}"}, "x"));
  EXPECT_TRUE(holds("StringNotEquals", {"${aws:username}"}, "x"));
  EXPECT_FALSE(holds("Bool", {"${aws:username}"}, "true"));
}

}  // namespace
}  // namespace berth::iam
