// Sifting a block finds what matching message by message finds.
#include "services/logs/search.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace berth::services::logs {
namespace {

using log_patterns::Pattern;

class SearchTest : public testing::Test {
 protected:
  std::size_t pick(std::size_t from, std::size_t to) {
    return std::uniform_int_distribution<std::size_t>(from, to)(random_);
  }

  /// Of few letters, so that terms are found, and found across the edges of messages.
  std::string text(std::size_t size) {
    std::string made;
    while (made.size() < size) made += "ab{\" "[pick(0, 4)];
    return made;
  }

  std::string pattern() {
    const auto word = [this] { return std::string(pick(1, 3), pick(0, 1) == 0 ? 'a' : 'b'); };
    switch (pick(0, 6)) {
      case 0:
        return word() + " " + word();
      case 1:
        return word() + " -" + word();
      case 2:
        return "?" + word() + " ?" + word();
      case 3:
        return "[x = *" + word() + "*, ...]";
      case 4:
        return "\"" + word() + " " + word() + "\"";
      case 5:
        return "%" + word() + ".?" + word() + "%";
      default:
        return word();
    }
  }

  std::mt19937 random_{11};
};

TEST_F(SearchTest, FindsWhatMatchesAndNothingElse) {
  for (int round = 0; round < 2'000; ++round) {
    std::vector<store::LogPlace> places;
    std::string messages;
    for (std::size_t i = 0, count = pick(1, 12); i < count; ++i) {
      const std::string message = text(pick(1, 8));
      places.push_back({5, 6, messages.size(), message.size()});
      messages += message;
    }
    const std::string places_text = store::encode_log_places(5, places);
    const store::LogBlock block(1, 5, 0, places_text, messages);
    const std::string pattern_text = pattern();
    const auto parsed = Pattern::parse(pattern_text);
    ASSERT_TRUE(parsed) << pattern_text;
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (parsed->matches(block.message(i))) expected.push_back(i);
    }
    std::vector<std::size_t> found;
    sift_of (*parsed)(block, found);
    EXPECT_EQ(found, expected) << pattern_text << " in " << messages;
  }
}

TEST_F(SearchTest, OfEverythingIsNoSearch) {
  EXPECT_FALSE(sift_of(*Pattern::parse("")));
  EXPECT_FALSE(sift_of(*Pattern::parse(" \"\" ")));
  EXPECT_TRUE(sift_of(*Pattern::parse("-a")));
}

}  // namespace
}  // namespace berth::services::logs
