// Small helpers for text in decisions: no allocation where the text is short.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace berth::iam {

/// ASCII only: names of actions and condition keys hold nothing else.
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

/// The same for UTF-8 text of Latin-1's characters, the only ones that policies may hold: "Ü" is
/// "ü". Other characters equal themselves alone.
inline bool equal_ignoring_latin_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  constexpr auto kLead = '\xc3';  // of U+00C0 to U+00FF, where capitals stand 0x20 before
  const auto folded = [](std::string_view text, std::size_t i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool second = i > 0 && text[i - 1] == kLead;
    if (second && byte >= 0x80 && byte <= 0x9e && byte != 0x97) {
      return static_cast<char>(byte + 0x20);
    }
    return lower(text[i]);
  };
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && folded(a, i) != folded(b, i)) return false;
  }
  return true;
}

/// Text that grows on the stack, and on the heap past 256 bytes.
class SmallText {
 public:
  void append(std::string_view more) {
    if (overflow_.empty() && size_ + more.size() <= inline_.size()) {
      std::copy(more.begin(), more.end(), inline_.begin() + static_cast<std::ptrdiff_t>(size_));
    } else {
      if (overflow_.empty()) overflow_.assign(inline_.data(), size_);
      overflow_ += more;
    }
    size_ += more.size();
  }
  void lower_all() {
    char* const text = data();
    for (std::size_t i = 0; i < size_; ++i) text[i] = lower(text[i]);
  }
  char* data() { return overflow_.empty() ? inline_.data() : overflow_.data(); }
  std::string_view view() const {
    return {overflow_.empty() ? inline_.data() : overflow_.data(), size_};
  }

 private:
  std::array<char, 256> inline_;
  std::size_t size_ = 0;
  std::string overflow_;
};

}  // namespace berth::iam
