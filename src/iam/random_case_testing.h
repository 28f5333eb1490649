// Policy cases made of a sequence of choices: whatever shortens the sequence or lowers a choice
// makes the case simpler, so that RapidCheck shrinks a case by shrinking the sequence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace berth::iam {

class Choices {
 public:
  explicit Choices(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}

  /// A number below `count`; 0, the simplest, once the sequence is at its end.
  std::size_t below(std::size_t count);
  /// True in one of `of` cases.
  bool one_in(std::size_t of) { return below(of) == of - 1; }
  /// One of the list; the first is the simplest.
  const char* of(const std::vector<const char*>& list) { return list[below(list.size())]; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

/// One case in the form of `berth policy evaluate`, on one line.
std::string random_case(Choices& choices);

}  // namespace berth::iam
