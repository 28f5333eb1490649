// Strong types for identifiers, so that a task id cannot be given where a cluster name is wanted.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace berth {

/// Text of one meaning. `Tag` tells the meanings apart at compile time.
template <class Tag>
class StrongText {
 public:
  StrongText() = default;
  explicit StrongText(std::string text) : text_(std::move(text)) {}
  explicit StrongText(std::string_view text) : text_(text) {}
  explicit StrongText(const char* text) : text_(text) {}

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const StrongText&) const = default;

 private:
  std::string text_;
};

/// Twelve digits.
using AccountId = StrongText<struct AccountIdTag>;
/// "us-west-2"
using Region = StrongText<struct RegionTag>;
/// A whole ARN; aws/arn.h takes it apart.
using Arn = StrongText<struct ArnTag>;
/// 32 hexadecimal digits: the last part of a task's ARN.
using TaskId = StrongText<struct TaskIdTag>;
/// "AKIA..." or "ASIA..."
using AccessKeyId = StrongText<struct AccessKeyIdTag>;

}  // namespace berth

template <class Tag>
struct std::hash<berth::StrongText<Tag>> {
  std::size_t operator()(const berth::StrongText<Tag>& value) const noexcept {
    return std::hash<std::string>()(value.str());
  }
};
