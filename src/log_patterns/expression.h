// Comparisons joined by && and ||, with parentheses: of JSON patterns and of fields.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "log_patterns/cursor.h"
#include "log_patterns/test.h"

namespace berth::log_patterns {

/// A tree of comparisons of `Subject`s; && binds closer than ||.
template <class Subject>
struct Expression {
  enum class Kind { kTest, kAll, kAny };

  Kind kind = Kind::kTest;
  std::vector<Expression> parts;  ///< of kAll and kAny
  Subject subject;                ///< of kTest
  Test test;                      ///< of kTest

  /// `holds(subject, test)` says whether one comparison holds.
  template <class Holds>
  bool evaluate(const Holds& holds) const {
    if (kind == Kind::kTest) return holds(subject, test);
    for (const Expression& part : parts) {
      if (part.evaluate(holds) == (kind == Kind::kAny)) return kind == Kind::kAny;
    }
    return kind == Kind::kAll;
  }

  /// How many regular expressions are in it.
  int regex_count() const {
    int count = kind == Kind::kTest && test.regex ? 1 : 0;
    for (const Expression& part : parts) count += part.regex_count();
    return count;
  }
};

/// Parses an expression from `cursor` on, as far as it goes. `parse_leaf(cursor)` gives a
/// Result<Expression<Subject>> of one comparison. InvalidParameterException.
template <class Subject, class ParseLeaf>
class ExpressionParser {
 public:
  ExpressionParser(Cursor& cursor, ParseLeaf parse_leaf)
      : cursor_(cursor), parse_leaf_(std::move(parse_leaf)) {}

  Result<Expression<Subject>> parse() { return any(0); }

 private:
  using Tree = Expression<Subject>;
  static constexpr int kDepthMax = 64;

  Result<Tree> any(int depth) {
    return joined("||", Tree::Kind::kAny, [this, depth] { return all(depth); });
  }
  Result<Tree> all(int depth) {
    return joined("&&", Tree::Kind::kAll, [this, depth] { return single(depth); });
  }

  template <class Next>
  Result<Tree> joined(std::string_view sign, typename Tree::Kind kind, Next next) {
    Tree tree;
    tree.kind = kind;
    do {
      BERTH_ASSIGN(Tree part, next());
      tree.parts.push_back(std::move(part));
      cursor_.skip_space();
    } while (cursor_.eat(sign));
    if (tree.parts.size() > 1) return tree;
    Tree only = std::move(tree.parts.front());
    return only;
  }

  Result<Tree> single(int depth) {
    cursor_.skip_space();
    if (!cursor_.eat("(")) return parse_leaf_(cursor_);
    if (depth == kDepthMax) return fail(invalid_pattern());
    BERTH_ASSIGN(Tree inner, any(depth + 1));
    if (!cursor_.eat(")")) return fail(invalid_pattern());
    return inner;
  }

  Cursor& cursor_;
  ParseLeaf parse_leaf_;
};

}  // namespace berth::log_patterns
