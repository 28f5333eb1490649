// Lines come out as they went in, whoever worked on them and however long they are.
#include "cli/line_batches.h"

#include <atomic>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

namespace berth::cli {
namespace {

struct Finished {
  std::string text;
  std::size_t batches = 0;
  std::size_t next_line = 1;
};

/// Copies every batch, slowly where it is the first: the others have to wait for it.
Finished copy(const std::string& input, std::size_t threads) {
  std::istringstream in(input);
  Finished finished;
  const auto make_work = [] {
    return LineWork([](LineBatch& batch) {
      if (batch.first_line == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      batch.out = batch.text;
    });
  };
  work_on_lines(in, threads, make_work, [&](const LineBatch& batch) {
    EXPECT_EQ(batch.first_line, finished.next_line);
    for (const char c : batch.text) finished.next_line += c == '\n' ? 1 : 0;
    finished.text += batch.out;
    ++finished.batches;
  });
  return finished;
}

std::string numbers(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += std::to_string(i) + '\n';
  return text;
}

TEST(LineBatches, KeepTheOrderOfTheStream) {
  const std::string text = numbers(500'000);
  for (const std::size_t threads : {1, 2, 7}) {
    const Finished finished = copy(text, threads);
    EXPECT_EQ(finished.text, text) << threads;
    EXPECT_EQ(finished.next_line, 500'001u);
    EXPECT_GT(finished.batches, 10u);
  }
}

TEST(LineBatches, ALineIsNeverCut) {
  const std::string text = "a\n" + std::string(1'000'000, 'x') + "\nb";
  EXPECT_EQ(copy(text, 2).text, text);
}

TEST(LineBatches, AnEmptyStreamHasNone) {
  EXPECT_EQ(copy("", 2).batches, 0u);
  EXPECT_EQ(copy("\n", 2).text, "\n");
}

TEST(LineBatches, EachThreadHasAStateOfItsOwn) {
  std::istringstream in(numbers(500'000));
  std::atomic<int> made{0};
  std::size_t lines = 0;
  work_on_lines(
      in, 3,
      [&made] {
        ++made;
        return LineWork([seen = std::size_t{0}](LineBatch& batch) mutable { batch.done = ++seen; });
      },
      [&lines](const LineBatch& batch) { lines += batch.done > 0 ? 1 : 0; });
  EXPECT_EQ(made, 3);
  EXPECT_GT(lines, 10u);
  EXPECT_GE(usable_processors(), 1u);
}

}  // namespace
}  // namespace berth::cli
