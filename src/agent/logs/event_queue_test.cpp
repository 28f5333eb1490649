// From lines to batches.
#include "agent/logs/event_queue.h"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include "agent/logs/event_maker.h"

namespace berth::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<LogEvent> made(const char* first_line, const std::vector<LogLine>& lines) {
  std::vector<LogEvent> events;
  std::shared_ptr<const re2::RE2> pattern;
  if (first_line != nullptr) pattern = std::make_shared<const re2::RE2>(first_line);
  EventMaker maker(pattern, [&events](LogEvent event) { events.push_back(std::move(event)); });
  for (const LogLine& line : lines) maker.add(line);
  maker.flush();
  return events;
}

TEST(EventMaker, MakesAnEventOfEachLineThatIsNotEmpty) {
  EXPECT_THAT(made(nullptr, {{1, "a"}, {2, ""}, {3, "b\xff"}}),
              ElementsAre(LogEvent{1, "a"}, LogEvent{3, "b\xef\xbf\xbd"}));
}

TEST(EventMaker, JoinsLinesUpToTheNextThatBeginsAnEvent) {
  EXPECT_THAT(
      made("^[0-9]", {{1, "  tail"}, {2, "1 a"}, {3, "  b"}, {4, "2 c"}}),
      ElementsAre(LogEvent{1, "  tail\n"}, LogEvent{2, "1 a\n  b\n"}, LogEvent{4, "2 c\n"}));
}

TEST(EventMaker, CutsWhatIsTooLongBetweenCharacters) {
  std::string text(kMessageBytesMax - 1, 'x');
  text += "\xc3\xa9tail";
  const auto events = made(nullptr, {{1, text}});
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(events[0].message.size(), kMessageBytesMax - 1);
  EXPECT_EQ(events[1].message, "\xc3\xa9tail");
  const auto joined = made("^1", {{1, "1"}, {2, text}, {3, "z"}});
  EXPECT_THAT(joined, SizeIs(testing::Ge(2U)));
}

TEST(EventQueue, GivesBatchesThatPutLogEventsTakes) {
  EventQueue queue;
  for (int i = 0; i < 10'001; ++i) queue.push({i, "x"});
  EXPECT_THAT(queue.front_batch(), SizeIs(10'000));
  queue.drop_front(10'000);
  EXPECT_THAT(queue.front_batch(), ElementsAre(LogEvent{10'000, "x"}));
  EXPECT_EQ(queue.bytes(), 1 + kEventOverheadBytes);
  queue.drop_front(1);
  EXPECT_TRUE(queue.empty());

  for (int i = 0; i < 5; ++i) queue.push({i, std::string(kMessageBytesMax, 'x')});
  EXPECT_THAT(queue.front_batch(), SizeIs(4));  // a mebibyte to the byte
  queue.drop_front(5);

  constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
  queue.push({kDayMs, "late"});
  queue.push({1, "early"});
  queue.push({0, "too early for one batch"});
  EXPECT_THAT(queue.front_batch(), SizeIs(2));
}

TEST(EventQueue, DropsWhatTheStreamHoldsAsOftenAsItDoes) {
  EventQueue queue;
  for (const char* message : {"a", "b", "a", "a", "c"}) queue.push({1, message});
  HeldEvents held({{1, "a"}, {1, "a"}, {1, "c"}, {2, "b"}});
  queue.drop_held(4, held);
  EXPECT_THAT(queue.front_batch(),
              ElementsAre(LogEvent{1, "b"}, LogEvent{1, "a"}, LogEvent{1, "c"}));
  EXPECT_EQ(queue.bytes(), 3 * (1 + kEventOverheadBytes));
}

}  // namespace
}  // namespace berth::agent
