// Names of condition keys as policies mention them: each once, in the order of its first mention.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace berth::iam {

class KeyNames {
 public:
  /// Names compare without case; the first spelling stays.
  void add(std::string_view name);
  const std::vector<std::string>& list() const { return names_; }

 private:
  std::vector<std::string> names_;
};

}  // namespace berth::iam
