// The filter patterns of CloudWatch Logs: which log events a client wants.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace berth::log_patterns {

class Matcher;

/// A parsed filter pattern, as "Filter pattern syntax for metric filters, subscription filters,
/// filter log events, and Live Tail" of the CloudWatch Logs user guide has it. Cheap to copy; safe
/// to use from any thread.
class Pattern {
 public:
  /// InvalidParameterException, in CloudWatch Logs' words, where the text is no pattern. An empty
  /// text matches every event.
  static Result<Pattern> parse(std::string_view text);

  bool matches(std::string_view message) const;

  /// A text that each matching message contains, or empty where none is known: to leave out what
  /// cannot match. Lives as long as the pattern.
  std::string_view literal() const;

  /// Matching is no more than to contain literal().
  bool is_literal() const;

  /// What TestMetricFilter shows of a message that matches: of a pattern of fields, "$name" or
  /// "$number" and the field; of other patterns nothing.
  std::map<std::string, std::string> extracted(std::string_view message) const;

  /// The text that `selector` ("$.latency", "$bytes") stands for in a message that matches; nothing
  /// where the message does not have it.
  std::optional<std::string> value_of(std::string_view selector, std::string_view message) const;

  /// Can value_of find anything? Not in unstructured text.
  bool has_values() const;

  /// Is `selector` one that value_of may find something for?
  bool knows(std::string_view selector) const;

  /// How many regular expressions are in it; AWS takes 5 patterns with some a log group.
  int regex_count() const;

 private:
  explicit Pattern(std::shared_ptr<const Matcher> matcher) : matcher_(std::move(matcher)) {}

  std::shared_ptr<const Matcher> matcher_;
};

}  // namespace berth::log_patterns
