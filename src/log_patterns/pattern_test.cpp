// Filter patterns against messages: the rules of AWS's page on their syntax, a line each.
#include "log_patterns/pattern.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace berth::log_patterns {
namespace {

struct Case {
  const char* pattern;
  const char* message;
  bool matches;
};

void check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    const auto pattern = Pattern::parse(each.pattern);
    ASSERT_TRUE(pattern) << each.pattern << ": " << pattern.error().message;
    EXPECT_EQ(pattern->matches(each.message), each.matches)
        << each.pattern << " and " << each.message;
  }
}

TEST(TextPattern, IsOfTermsThatAreAllThere) {
  check({{"", "anything", true},
         {" ", "anything", true},
         {"\"\"", "anything", true},
         {"ERROR", "[ERROR] broken", true},
         {"ERROR", "ERRORCODE: -1", true},
         {"ERROR", "error", false},
         {"ERROR broken", "broken, an ERROR", true},
         {"ERROR broken", "an ERROR", false},
         {"a_1", "a_1", true},
         {"größe", "die größe", true},
         {"größe", "die grösse", false}});
}

TEST(TextPattern, QuotesPhrases) {
  check({{"\"INTERNAL SERVER ERROR\"", "[ERROR 500] INTERNAL SERVER ERROR", true},
         {"\"INTERNAL SERVER ERROR\"", "INTERNAL ERROR SERVER", false},
         {"\"a-b:c\"", "x a-b:c y", true},
         {R"("say \"no\"")", R"(they say "no" to it)", true},
         {R"("say \"no\"")", "they say no to it", false},
         {R"("a\\b")", R"(a\b)", true},
         {R"("a\d")", R"(a\d)", true}});
}

TEST(TextPattern, ExcludesAndAlternates) {
  check({{"-ERROR", "fine", true},
         {"-ERROR", "ERROR", false},
         {"ERROR -Exiting", "[ERROR] broken", true},
         {"ERROR -Exiting", "Exiting with ERRORCODE: -1", false},
         {"\"ERROR\" - \"Exiting\"", "Exiting with ERRORCODE: -1", false},
         {"?ERROR ?WARN", "ERROR message", true},
         {"?ERROR ?WARN", "WARN message", true},
         {"?ERROR ?WARN", "INFO message", false},
         {"?ERROR INFO", "INFO message", true},
         {"?ERROR INFO", "ERROR message", false},
         {"-a ?b", "c", true}});
}

TEST(TextPattern, KnowsWhatEachMatchContains) {
  EXPECT_EQ(Pattern::parse("ab cdef -ghijkl ?mnopqr")->literal(), "cdef");
  EXPECT_FALSE(Pattern::parse("ab cdef")->is_literal());
  EXPECT_TRUE(Pattern::parse("\"ab cdef\"")->is_literal());
  EXPECT_TRUE(Pattern::parse("")->is_literal());
  EXPECT_FALSE(Pattern::parse("?ab")->is_literal());
  EXPECT_FALSE(Pattern::parse("%ab%")->is_literal());
  EXPECT_EQ(Pattern::parse("?ab ?cd")->literal(), "");
  EXPECT_EQ(Pattern::parse("-ab")->literal(), "");
  EXPECT_EQ(Pattern::parse("{ $.a = \"b\" }")->literal(), "");
}

TEST(RegexPattern, IsOfAwssSubset) {
  check({{"%AUTHORIZED%", "[ERROR 401] UNAUTHORIZED REQUEST", true},
         {"%^ERROR%", "ERROR first", true},
         {"%^ERROR%", "an ERROR", false},
         {"%ERROR$%", "an ERROR", true},
         {"%colou?r%", "color", true},
         {"%[Ee]rror|[Ff]ail%", "a fail", true},
         {R"(%\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}%)", "from 10.1.2.3 on", true},
         {R"(%\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}%)", "from 10.1.2 on", false},
         {R"(%\x41\x20b%)", "A b", true},
         {R"(%\[a\]%)", "[a]", true},
         {"%a+b*c.d%", "aacxd", true},
         {R"(%a\sb% -no)", "a b", true},
         {"%a.c%",
          "a\xff"
          "c",
          false}});
  for (const char* bad : {"%%", "%", "%a", "%(a)%", "%a!%", "%a b%", "%ü%", R"(%\b%)", R"(%\x4%)",
                          R"(%\(%)", "%a{1001}%", "%[a%", "%a%b", "%a% %b% %c%", "%*%"}) {
    EXPECT_FALSE(Pattern::parse(bad)) << bad;
  }
  EXPECT_EQ(Pattern::parse("%a% %b%")->regex_count(), 2);
}

TEST(RegexPattern, TakesNoLongerForAnExpressionMadeToExplode) {
  const auto pattern = Pattern::parse("%a*a*a*a*a*a*a*a*a*a*a*a*b%");
  ASSERT_TRUE(pattern);
  EXPECT_FALSE(pattern->matches(std::string(1'000'000, 'a')));
}

constexpr const char* kAccess =
    R"(127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534)";

TEST(FieldPattern, CountsFields) {
  check({{"[ip, user, username, timestamp, request, status_code, bytes]", kAccess, true},
         {"[ip, user, username, timestamp, request, status_code]", kAccess, false},
         {"[a,b,c,d,e,f,g,h]", kAccess, false},
         {"[..., status_code, bytes]", kAccess, true},
         {"[ip, user, ..., status_code, bytes]", kAccess, true},
         {"[ip, user, ...]", kAccess, true},
         {"[a,b,c,d,e,f,g,...]", kAccess, true},
         {"[a,b,c,d,...,e,f,g,h]", kAccess, false},
         {"[,,,,,,]", kAccess, true},
         {"[...]", "", true},
         {"[]", kAccess, true},
         {"[a]", "", false},
         {"[a, b]", "\"one field\" \"", true},
         {"[a, b, c]", "  x [unclosed y ", true}});
}

TEST(FieldPattern, TestsFields) {
  check({{"[..., status_code, bytes > 1000]", kAccess, true},
         {"[..., status_code, bytes > 1534]", kAccess, false},
         {"[..., status_code, bytes >= 1534]", kAccess, true},
         {"[..., status_code, bytes < 1.6e3]", kAccess, true},
         {"[..., status_code = 404, bytes]", kAccess, true},
         {"[..., status_code = 4*, bytes]", kAccess, true},
         {"[..., status_code != 4*, bytes]", kAccess, false},
         {"[..., request = *html*, status_code = 4*, bytes]", kAccess, true},
         {"[..., request = *html, status_code, bytes]", kAccess, false},
         {"[..., request = \"GET *\", status_code, bytes]", kAccess, true},
         {"[..., request = %htmlHTTP%, status_code, bytes]", kAccess, false},
         {"[..., request = %html.*HTTP%, status_code, bytes]", kAccess, true},
         {"[..., status_code = 4* && status_code != 403, bytes]", kAccess, true},
         {"[..., status_code = 403 || status_code = 404, bytes]", kAccess, true},
         {"[..., (s = 403 || s = 404) && s != 404, bytes]", kAccess, false},
         {"[..., request=*.html*, status_code=4*,]", kAccess, true},
         {"[ip = 127.0.0.1, ...]", kAccess, true},
         {"[w1=ERROR, w2]", "ERROR message", true},
         {"[w1=ERROR, w2]", "ERROR WARN message", false},
         {"[w1=ERROR || w1=WARN, w2]", "WARN message", true},
         {"[w1!=ERROR&&w1!=WARN, w2]", "INFO message", true},
         {"[a > 1]", "x", false},
         {"[a = 1]", "1.0", true},
         {"[a = \"1\"]", "1.0", false}});
}

TEST(FieldPattern, TakesValuesOutOfMessages) {
  const auto pattern = Pattern::parse("[..., request=*.html*, status_code=4*,]");
  ASSERT_TRUE(pattern);
  const std::map<std::string, std::string> values = {{"$1", "127.0.0.1"},
                                                     {"$2", "-"},
                                                     {"$3", "frank"},
                                                     {"$4", "10/Oct/2000:13:25:15 -0700"},
                                                     {"$request", "GET /index.html HTTP/1.0"},
                                                     {"$status_code", "404"},
                                                     {"$7", "1534"}};
  EXPECT_EQ(pattern->extracted(kAccess), values);
  EXPECT_EQ(pattern->value_of("$status_code", kAccess), "404");
  EXPECT_EQ(pattern->value_of("$7", kAccess), "1534");
  EXPECT_EQ(pattern->value_of("$6", kAccess), std::nullopt) << "it has a name";
  EXPECT_EQ(pattern->value_of("$none", kAccess), std::nullopt);
  EXPECT_TRUE(pattern->has_values());
  EXPECT_TRUE(pattern->knows("$request") && pattern->knows("$7"));
  EXPECT_FALSE(pattern->knows("$bytes") || pattern->knows("request") || pattern->knows("$"));
  EXPECT_FALSE(Pattern::parse("404")->has_values());
}

constexpr const char* kTrail = R"({
  "eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
  "arrayKey": ["value", "another value"],
  "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
  "SomeObject": null, "ThisFlag": true, "OtherFlag": false,
  "user": {"id": 1, "email": "John.Stiles@example.com"},
  "coordinates": [[0, 1, 2], [4, 5, 6]],
  "latency": 55.5, "errorCode": 400, "account": "123456789012", "with-dash_1": "Ev*ent"})";

TEST(JsonPattern, ComparesTexts) {
  check({{"{ $.eventType = \"UpdateTrail\" }", kTrail, true},
         {"{$.eventType=UpdateTrail}", kTrail, true},
         {"{ $.eventType = \"updatetrail\" }", kTrail, false},
         {"{ $.eventType = Update* }", kTrail, true},
         {"{ $.eventType = \"*Trail\" }", kTrail, true},
         {"{ $.eventType = \"*date*\" }", kTrail, true},
         {"{ $.eventType = * }", kTrail, true},
         {"{ $.missing = * }", kTrail, false},
         {"{ $.sourceIPAddress != 123.123.* }", kTrail, true},
         {"{ $.missing != 123.123.* }", kTrail, false},
         {"{ $.arrayKey[0] = \"value\" }", kTrail, true},
         {"{ $.arrayKey[2] = \"value\" }", kTrail, false},
         {"{ $.eventType[0] = \"UpdateTrail\" }", kTrail, false},
         {"{ $.with-dash_1 = Ev*ent }", kTrail, true},
         {"{ $.with-dash_1 = E*ent }", kTrail, false},
         {"{ $.user.email = %@example.com$% }", kTrail, true},
         {"{ $.user.email != %@example.com$% }", kTrail, false},
         {"{ $.account = 123456789012 }", kTrail, true},
         {"{ $.a = \"\" }", R"({"a": ""})", true},
         {R"({ $.a = "x\"y" })", R"({"a": "x\"y"})", true},
         {R"({ $.a = "ü" })", R"({"a": "\u00fc"})", true}});
}

TEST(JsonPattern, ComparesNumbers) {
  check({{"{ $.objectList[1].id = 2 }", kTrail, true},
         {"{ $.latency >= 55.5 }", kTrail, true},
         {"{ $.latency < 10e3 }", kTrail, true},
         {"{ $.latency < 10e-3 }", kTrail, false},
         {"{ $.latency > +50 }", kTrail, true},
         {"{ $.latency > -1 }", kTrail, true},
         {"{ $.errorCode = 4e2 }", kTrail, true},
         {"{ $.errorCode != 500 }", kTrail, true},
         {"{ $.errorCode = 4* }", kTrail, true},
         {"{ $.coordinates[0][1] = 1 }", kTrail, true},
         {"{ $.coordinates[1][1] = 1 }", kTrail, false},
         {"{ $.eventType > 1 }", kTrail, false}});
}

TEST(JsonPattern, AsksForWhatIsThere) {
  check({{"{ $.SomeObject IS NULL }", kTrail, true},
         {"{ $.eventType IS NULL }", kTrail, false},
         {"{ $.missing IS NULL }", kTrail, false},
         {"{ $.SomeOtherObject NOT EXISTS }", kTrail, true},
         {"{ $.SomeObject NOT EXISTS }", kTrail, false},
         {"{ $.ThisFlag IS TRUE }", kTrail, true},
         {"{ $.ThisFlag IS FALSE }", kTrail, false},
         {"{ $.OtherFlag is false }", kTrail, true},
         {"{ $.user = 1 }", kTrail, false},
         {"{ $.user != 1 }", kTrail, false},
         {"{ $.arrayKey = value }", kTrail, false},
         {"{ $.SomeObject != 1 }", kTrail, false},
         {"{ $.objectList[*].id = 2 }", kTrail, true},
         {"{ $.objectList[*].id = 3 }", kTrail, false},
         {"{ $.*.email = * }", kTrail, true},
         {"{ $.objectList[*].none NOT EXISTS }", kTrail, true}});
}

TEST(JsonPattern, JoinsComparisons) {
  check({{"{ ($.user.id = 1) && ($.objectList[0].name = \"a\") }", kTrail, true},
         {"{ ($.user.id = 2 && $.errorCode = 400) || $.arrayKey[1] = \"value\" }", kTrail, false},
         {"{ $.user.id = 1 || $.coordinates[0][1] = no && $.arrayKey[0] = no }", kTrail, true},
         {"{ ($.user.id = 1 || $.coordinates[0][1] = no) && $.arrayKey[0] = no }", kTrail, false},
         {"{ ((($.user.id = 1))) }", kTrail, true}});
}

TEST(JsonPattern, TakesNothingButAnObject) {
  check({{"{ $.a NOT EXISTS }", "plain", false},
         {"{ $.a NOT EXISTS }", "[1]", false},
         {"{ $.a NOT EXISTS }", "{\"a\": ", false},
         {"{ $.a NOT EXISTS }", "{} x", false},
         {"{ $.a NOT EXISTS }", " {} ", true}});
  EXPECT_EQ(Pattern::parse("{ $.latency = * }")->value_of("$.latency", kTrail), "55.5");
  EXPECT_EQ(Pattern::parse("{ $.latency = * }")->value_of("$.user", kTrail), std::nullopt);
  EXPECT_TRUE(Pattern::parse("{ $.latency = * }")->knows("$.user.id"));
  EXPECT_FALSE(Pattern::parse("{ $.latency = * }")->knows("$latency"));
  EXPECT_TRUE(Pattern::parse("{ $.latency = * }")->extracted(kTrail).empty());
}

TEST(Pattern, TellsWhatIsMalformed) {
  for (const char* bad : {"a-b",
                          "a.b",
                          "a:",
                          "ERROR*",
                          "\"open",
                          "\"a\"b",
                          "-",
                          "?",
                          "?-a",
                          "()",
                          "a!",
                          "[a",
                          "{ $.a = 1",
                          "[a,",
                          "[a b]",
                          "[a = ]",
                          "[a ! 1]",
                          "[a > x]",
                          "[a > \"1\"]",
                          "[..., ...]",
                          "[a = 1 && b = 2]",
                          "[a IS NULL]",
                          "[a] b]",
                          "[a = (1)]",
                          "[a = @]",
                          "{}",
                          "{ }",
                          "{ a = 1 }",
                          "{ $ = 1 }",
                          "{ $.a }",
                          "{ $.a = }",
                          "{ $.a == 1 }",
                          "{ $.a IS }",
                          "{ $.a IS NOT NULL }",
                          "{ $.a EXISTS }",
                          "{ $.a NOT }",
                          "{ $.a > b }",
                          "{ $.a = x@y }",
                          "{ $.a = \"x }",
                          "{ $.a[x] = 1 }",
                          "{ $.a[1 = 1 }",
                          "{ $.[0] = 1 }",
                          "{ $..a = 1 }",
                          "{ $.a = 1 && }",
                          "{ $.a = 1 & $.b = 1 }",
                          "{ ($.a = 1 }",
                          "{ $.a = 1) }",
                          "{ $.a = 1 } }",
                          "{ $.a = %x% && $.b = %x% && $.c = %x% }",
                          "{ $.a[99999999999999999999] = 1 }"}) {
    const auto pattern = Pattern::parse(bad);
    ASSERT_FALSE(pattern) << bad;
    EXPECT_EQ(pattern.error().code, "InvalidParameterException") << bad;
  }
  EXPECT_EQ(Pattern::parse("a-b").error().message, "Invalid filter pattern");
  EXPECT_EQ(Pattern::parse("{ $.a = 1").error().message,
            "If a filter pattern starts with '{' it must end with '}'");
  EXPECT_EQ(Pattern::parse("[").error().message,
            "If a filter pattern starts with '[' it must end with ']'");
}

TEST(Pattern, BoundsItsDepth) {
  const auto nested = [](std::size_t depth) {
    return "{ " + std::string(depth, '(') + "$.a = 1" + std::string(depth, ')') + " }";
  };
  EXPECT_TRUE(Pattern::parse(nested(64)));
  EXPECT_FALSE(Pattern::parse(nested(65)));
  EXPECT_FALSE(Pattern::parse(nested(10'000)));
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_FALSE(Pattern::parse("{ $.a = 1 }")->matches("{\"a\": " + deep + "}"));
}

}  // namespace
}  // namespace berth::log_patterns
