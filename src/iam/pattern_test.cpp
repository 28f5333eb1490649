// Wildcards, variables and letter case of single patterns.
#include "iam/pattern.h"

#include <gtest/gtest.h>

namespace berth::iam {
namespace {

constexpr PatternSyntax kGlob{.wildcards = true};
constexpr PatternSyntax kVariables{.wildcards = true, .variables = true};

bool globs(std::string_view pattern, std::string_view value) {
  return Pattern(pattern, kGlob).matches(value);
}

bool matches(std::string_view pattern, std::string_view value, const ContextKeys& context) {
  return Pattern(pattern, kVariables).matches(value, context);
}

TEST(Pattern, StarIsAnyRunOfCharacters) {
  EXPECT_TRUE(globs("*", ""));
  EXPECT_TRUE(globs("task/*", "task/"));
  EXPECT_TRUE(globs("a*c*e", "abcde"));
  EXPECT_TRUE(globs("*ab*ab", "ababab"));
  EXPECT_FALSE(globs("a*c*e", "abcd"));
  EXPECT_FALSE(globs("task/*", "Task/1"));
}

TEST(Pattern, QuestionMarkIsOneCharacterWhateverItsBytes) {
  EXPECT_TRUE(globs("s?", "s1"));
  EXPECT_TRUE(globs("?", "ü"));
  EXPECT_TRUE(globs("*?", "€"));
  EXPECT_FALSE(globs("s?", "s"));
  EXPECT_FALSE(globs("??", "ü"));
  EXPECT_FALSE(globs("*??", "€"));
}

TEST(Pattern, WildcardsInOddPlaces) {
  EXPECT_TRUE(globs("**", ""));
  EXPECT_TRUE(globs("a**b***", "a/b"));
  EXPECT_TRUE(globs("*?*?*", "ab"));
  EXPECT_FALSE(globs("*?*?*", "a"));
  EXPECT_FALSE(globs("?", ""));
  EXPECT_TRUE(globs("?*", "a"));
  EXPECT_FALSE(globs("a*a", "a"));  // head and tail may not share a character
  EXPECT_TRUE(globs("a*a", "aa"));
  EXPECT_FALSE(globs("*ab*ba*", "aba"));
  EXPECT_TRUE(globs("*ab*ba*", "abba"));
  EXPECT_TRUE(globs("*.*", "a.b.c"));
  EXPECT_FALSE(globs("", "a"));
  EXPECT_TRUE(globs("", ""));
  EXPECT_FALSE(globs("a*b*c", "acb"));
}

TEST(Pattern, CharactersOfSeveralBytesAreNotTakenApart) {
  EXPECT_TRUE(globs("*\u00fc*", "\u00fcber"));
  EXPECT_TRUE(globs("?\u00fc?", "x\u00fcx"));
  EXPECT_TRUE(globs("????", "\u65e5\u672c\u8a9e\U0001f600"));
  EXPECT_FALSE(globs("?\u00fc", "\u00fc"));
  EXPECT_TRUE(globs(std::string_view("a\0*", 3), std::string_view("a\0b", 3)));
  EXPECT_FALSE(globs(std::string_view("a\0*", 3), "a"));
  EXPECT_TRUE(globs("?", "\xc3"));       // half a character is one
  EXPECT_TRUE(globs("??", "\xc3\xff"));  // and so is a byte that no text has
}

TEST(Pattern, WithoutWildcardsAStarIsAStar) {
  EXPECT_TRUE(Pattern("a*", {}).matches("a*"));
  EXPECT_FALSE(Pattern("a*", {}).matches("ab"));
}

TEST(Pattern, IgnoresCaseOfTheCharactersThatPoliciesMayHold) {
  const Pattern pattern("Ümlaut×", {.ignore_case = true});
  EXPECT_TRUE(pattern.matches("üMLAUT×"));
  EXPECT_FALSE(pattern.matches("ümlaut÷"));  // U+00D7 and U+00F7 are no pair
}

TEST(Pattern, AVariableStandsForItsValueAsText) {
  ContextKeys context;
  context.set("aws:username", "al*ce");
  EXPECT_TRUE(matches("home/${aws:username}/*", "home/al*ce/x", context));
  EXPECT_TRUE(matches("home/${AWS:UserName}/*", "home/al*ce/x", context));
  EXPECT_FALSE(matches("home/${aws:username}/*", "home/alice/x", context));
}

TEST(Pattern, AVariableWithoutAValueMatchesNothing) {
  const ContextKeys none;
  EXPECT_FALSE(matches("${aws:username}", "", none));
  EXPECT_FALSE(matches("*${aws:username}", "alice", none));
}

TEST(Pattern, TheFallbackIsForAbsentKeysOnly) {
  ContextKeys context;
  EXPECT_TRUE(matches("${aws:PrincipalTag/team, 'company-wide'}", "company-wide", context));
  EXPECT_FALSE(matches("${aws:PrincipalTag/team, '*'}", "x", context));
  context.set("aws:PrincipalTag/team", "blue");
  EXPECT_TRUE(matches("${aws:PrincipalTag/team, 'company-wide'}", "blue", context));
  EXPECT_FALSE(matches("${aws:PrincipalTag/team, 'company-wide'}", "company-wide", context));
  context.set("aws:PrincipalTag/team", std::vector<std::string>{"blue"});
  EXPECT_FALSE(matches("${aws:PrincipalTag/team, 'company-wide'}", "blue", context));
}

TEST(Pattern, SpecialCharactersCanBeMeantLiterally) {
  const ContextKeys none;
  EXPECT_TRUE(matches("a${*}b${?}c${$}d", "a*b?c$d", none));
  EXPECT_FALSE(matches("a${*}b", "axb", none));
}

TEST(Pattern, WhatIsNoVariableIsText) {
  const ContextKeys none;
  EXPECT_TRUE(matches("${open", "${open", none));
  EXPECT_TRUE(matches("${}", "${}", none));
  EXPECT_TRUE(matches("${a, b}", "${a, b}", none));
  EXPECT_TRUE(Pattern("${aws:username}", kGlob).matches("${aws:username}"));
}

TEST(Pattern, BytesThatEncodeWildcardsStayLiteralInValues) {
  ContextKeys context;
  context.set("aws:UserAgent", "\xff");
  EXPECT_FALSE(matches("${aws:UserAgent}", "anything", context));
}

TEST(Pattern, LongValuesDoNotFitTheStackAndMatchAllTheSame) {
  ContextKeys context;
  const std::string value(1000, 'x');
  context.set("aws:username", value);
  EXPECT_TRUE(matches("a${aws:username}b", "a" + value + "b", context));
}

}  // namespace
}  // namespace berth::iam
