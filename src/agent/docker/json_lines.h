// Streams of JSON objects, one a line: pull progress and events.
#pragma once

#include <string>
#include <string_view>

namespace berth::agent {

/// Cuts what comes in pieces into lines. A line over 1 MiB is dropped.
class JsonLines {
 public:
  /// Calls `on_line(std::string_view)` for each line that `data` completes.
  template <class OnLine>
  void feed(std::string_view data, OnLine on_line) {
    for (std::size_t end = data.find('\n'); end != std::string_view::npos; end = data.find('\n')) {
      pending_.append(data.substr(0, end));
      if (!pending_.empty() && pending_.back() == '\r') pending_.pop_back();
      if (!pending_.empty()) on_line(std::string_view(pending_));
      last_ = std::move(pending_);
      pending_.clear();
      data.remove_prefix(end + 1);
    }
    pending_.append(data);
    if (pending_.size() > kLineBytesMax) pending_.clear();
  }

  /// What came after the last line's end, else the last line.
  const std::string& last() const { return pending_.empty() ? last_ : pending_; }

 private:
  static constexpr std::size_t kLineBytesMax = 1024 * 1024;
  std::string pending_;
  std::string last_;
};

}  // namespace berth::agent
