// The engine's stream, in pieces of any size.
#include "agent/logs/engine_log.h"

#include <gmock/gmock.h>

namespace berth::agent {
namespace {

using ::testing::ElementsAre;

std::string frame(char stream, std::string_view content) {
  std::string out{stream, 0, 0, 0};
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += static_cast<char>(content.size() >> shift & 0xFF);
  }
  return out.append(content);
}

/// Each line as "time text", fed in pieces of `size` bytes.
std::vector<std::string> lines_of(std::string_view data, std::size_t size) {
  std::vector<std::string> lines;
  EngineLog log([&lines](const LogLine& line) {
    lines.push_back(std::to_string(line.timestamp_ms) + " " + line.text);
  });
  for (std::size_t at = 0; at < data.size(); at += size) log.feed(data.substr(at, size));
  log.end();
  return lines;
}

constexpr const char* kFirst = "1970-01-01T00:00:01.002003004Z first\n";

TEST(EngineLog, ReadsFramesHoweverTheyCome) {
  const std::string data = frame(1, kFirst) + frame(2, "1970-01-01T00:00:02Z  an error \n") +
                           frame(1, "1970-01-01T00:00:03Z \n") +
                           frame(1, "1970-01-01T00:00:04.5Z no newline");
  for (const std::size_t size : {1U, 7U, 4096U}) {
    EXPECT_THAT(lines_of(data, size),
                ElementsAre("1002 first", "2000  an error ", "3000 ", "4500 no newline"));
  }
}

TEST(EngineLog, JoinsThePiecesOfALineOfEachStream) {
  const std::string data =
      frame(1, "1970-01-01T00:00:01Z out") + frame(2, "1970-01-01T00:00:02Z err") +
      frame(1, "1970-01-01T00:00:03Z put\n") + frame(2, "1970-01-01T00:00:04Z or\n");
  EXPECT_THAT(lines_of(data, 4096), ElementsAre("1000 output", "2000 error"));
}

TEST(EngineLog, TellsWhatTheEngineSaysFromWhatTheContainerPrints) {
  std::vector<std::string> lines;
  EngineLog log([&lines](const LogLine& line) { lines.push_back(line.text); });
  log.feed(frame(1, "no time\n") + frame(1, kFirst));
  EXPECT_FALSE(log.is_broken());
  log.feed(frame(3, "error from daemon in stream\n"));
  EXPECT_TRUE(log.is_broken());
  EXPECT_THAT(lines, ElementsAre("first"));
}

TEST(EngineLog, LetsNoLineGrowWithoutEnd) {
  std::string data;
  for (int i = 0; i < 40; ++i) {
    data += frame(1, "1970-01-01T00:00:01Z " + std::string(16 * 1024, 'x'));
  }
  std::size_t bytes = 0;
  std::size_t longest = 0;
  EngineLog log([&](const LogLine& line) {
    bytes += line.text.size();
    longest = std::max(longest, line.text.size());
  });
  log.feed(data);
  log.end();
  EXPECT_EQ(bytes, 40U * 16 * 1024);
  EXPECT_LT(longest, kMessageBytesMax + 16 * 1024);
}

}  // namespace
}  // namespace berth::agent
