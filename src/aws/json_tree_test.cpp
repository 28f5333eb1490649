// Outlines of JSON: what is open, what stays closed, and where it stands.
#include "aws/json_tree.h"

#include <gtest/gtest.h>

namespace berth::aws {
namespace {

std::string text_of(std::string_view json, const JsonValue& value) {
  return std::string(json.substr(value.begin, value.end - value.begin));
}

TEST(JsonOutline, KeepsWhatIsDeeperClosed) {
  constexpr std::string_view kJson =
      R"( {"id" : "x", "list": [ {"a": "]}"}, [1, [2]] ] , "object":{"b":{"c":"}"} } , "n":1.5} )";
  const auto outline = parse_json_outline(kJson, 1);
  ASSERT_TRUE(outline);
  ASSERT_EQ(outline->members.size(), 4u);
  EXPECT_EQ(outline->find("id")->text(), "x");
  EXPECT_EQ(outline->find("n")->text(), "1.5");
  EXPECT_TRUE(outline->find("list")->is_array());
  EXPECT_TRUE(outline->find("list")->elements.empty());
  EXPECT_EQ(text_of(kJson, *outline->find("list")), R"([ {"a": "]}"}, [1, [2]] ])");
  EXPECT_EQ(text_of(kJson, *outline->find("object")), R"({"b":{"c":"}"} })");
  EXPECT_EQ(text_of(kJson, *outline), kJson.substr(1, kJson.size() - 2));
}

TEST(JsonOutline, StandsWhereTheTreeStands) {
  constexpr std::string_view kJson = R"({"a":[{"b":1},{"c":[]}],"d":{}})";
  const auto tree = parse_json(kJson);
  const auto outline = parse_json_outline(kJson, 2);
  ASSERT_TRUE(tree && outline);
  const JsonValue& open = *outline->find("a");
  ASSERT_EQ(open.elements.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(text_of(kJson, open.elements[i]), text_of(kJson, tree->find("a")->elements[i]));
    EXPECT_TRUE(open.elements[i].members.empty());
  }
  EXPECT_EQ(text_of(kJson, *outline->find("d")), "{}");
}

TEST(JsonOutline, IsNoneOfWhatIsNotClosed) {
  for (const char* const json :
       {"", "{", R"({"a":[1)", R"({"a":{)", R"({"a":[1]} x)", R"({"a":[})"}) {
    EXPECT_FALSE(parse_json_outline(json, 1)) << json;
  }
}

TEST(JsonTree, TextsMayBeLargerThanWhatIsKept) {
  const std::string large = "[\"" + std::string(1'000'000, 'x') + "\"]";
  EXPECT_EQ(parse_json(large)->elements.front().text().size(), 1'000'000u);
  EXPECT_EQ(parse_json("[\"y\"]")->elements.front().text(), "y");
}

}  // namespace
}  // namespace berth::aws
