// Many lines, worked on by several threads and answered in the order in which they came.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>

namespace berth::cli {

/// Whole lines of a stream, and what became of them.
struct LineBatch {
  std::string text;            ///< the lines, each with its newline but perhaps the last
  std::size_t first_line = 1;  ///< its number in the stream, from 1
  std::string out;             ///< for standard output
  std::string err;             ///< for standard error
  std::size_t done = 0;        ///< how many lines were worked on
  std::size_t failed = 0;      ///< how many of them could not be
};

/// Works on one batch. Each thread has one of its own, with a state of its own.
using LineWork = std::function<void(LineBatch&)>;

/// Reads `in` to its end in batches, has them worked on by `threads` threads (at least one), and
/// calls `finish` for each in the order of the stream, on the calling thread. Memory holds a few
/// batches a thread, however long the stream is.
void work_on_lines(std::istream& in, std::size_t threads,
                   const std::function<LineWork()>& make_work,
                   const std::function<void(const LineBatch&)>& finish);

/// How many processors this process may use.
std::size_t usable_processors();

}  // namespace berth::cli
