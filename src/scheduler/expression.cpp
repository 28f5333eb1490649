// The cluster query language: a parser by recursive descent and an evaluation over instances.
#include "scheduler/expression.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "scheduler/placement.h"

namespace berth::scheduler {

struct Expression::Node {
  enum class Kind { kAnd, kOr, kNot, kCompare, kIn, kExists };
  Kind kind = Kind::kCompare;
  std::vector<std::shared_ptr<const Node>> children;
  std::string subject;
  std::string comparison;  ///< "==", "!=", ">", ">=", "<", "<="
  std::vector<std::string> values;

  bool matches(const Instance& instance) const;
};

namespace {

using Node = Expression::Node;
using NodePtr = std::shared_ptr<const Node>;

constexpr int kDepthMax = 32;
constexpr std::size_t kLengthMax = 2000;
constexpr std::string_view kAttribute = "attribute:";

std::optional<std::string> value_of(const Instance& instance, std::string_view subject) {
  if (subject == "agentConnected") return instance.agent_connected ? "true" : "false";
  if (subject == "runningTasksCount") return std::to_string(instance.tasks);
  const std::string_view name = subject == "ec2InstanceId" ? std::string_view("ecs.instance-id")
                                                           : subject.substr(kAttribute.size());
  if (!instance.attributes) return std::nullopt;
  const auto found = instance.attributes->find(name);
  return found == instance.attributes->end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> number_of(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool compare(const std::string& left, const std::string& comparison, const std::string& right) {
  if (comparison == "==") return left == right;
  if (comparison == "!=") return left != right;
  const auto a = number_of(left);
  const auto b = number_of(right);
  if (!a || !b) return false;
  if (comparison == ">") return *a > *b;
  if (comparison == ">=") return *a >= *b;
  if (comparison == "<") return *a < *b;
  return *a <= *b;
}

/// The words of an expression: names and values, brackets, operators.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  const auto special = [](char c) {
    return std::string_view("()[],!&|=<>~").find(c) != std::string_view::npos;
  };
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n') {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    if (c == '"' || c == '\'') {
      while (end < text.size() && text[end] != c) ++end;
      words.emplace_back(text.substr(at + 1, end - at - 1));
      at = end + 1;
      continue;
    }
    if (std::string_view("=<>&|").find(c) != std::string_view::npos || c == '!') {
      while (end < text.size() &&
             std::string_view("=~&|").find(text[end]) != std::string_view::npos)
        ++end;
    } else if (!special(c)) {
      while (end < text.size() && !special(text[end]) && text[end] != ' ') ++end;
    }
    words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

class Parser {
 public:
  explicit Parser(std::vector<std::string> words) : words_(std::move(words)) {}

  Result<NodePtr> whole() {
    BERTH_ASSIGN(NodePtr node, any());
    if (at_ != words_.size()) return wrong();
    return node;
  }

 private:
  tl::unexpected<Fault> wrong() const {
    return fail(client_fault("InvalidParameterException",
                             "Invalid cluster query near '" +
                                 (at_ < words_.size() ? words_[at_] : std::string("end")) + "'."));
  }

  bool take(std::initializer_list<std::string_view> spellings) {
    if (at_ >= words_.size()) return false;
    const bool fits = std::find(spellings.begin(), spellings.end(), words_[at_]) != spellings.end();
    if (fits) ++at_;
    return fits;
  }

  static NodePtr joined(Node::Kind kind, NodePtr left, NodePtr right) {
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->children.push_back(std::move(left));
    if (right) node->children.push_back(std::move(right));
    return node;
  }

  Result<NodePtr> any() {
    BERTH_ASSIGN(NodePtr left, all());
    while (take({"or", "||"})) {
      BERTH_ASSIGN(NodePtr right, all());
      left = joined(Node::Kind::kOr, std::move(left), std::move(right));
    }
    return left;
  }

  Result<NodePtr> all() {
    BERTH_ASSIGN(NodePtr left, one());
    while (take({"and", "&&"})) {
      BERTH_ASSIGN(NodePtr right, one());
      left = joined(Node::Kind::kAnd, std::move(left), std::move(right));
    }
    return left;
  }

  Result<NodePtr> one() {
    if (++depth_ > kDepthMax) return wrong();
    Result<NodePtr> node = inner();
    --depth_;
    return node;
  }

  Result<NodePtr> inner() {
    if (take({"not", "!"})) {
      BERTH_ASSIGN(NodePtr negated, one());
      return joined(Node::Kind::kNot, std::move(negated), nullptr);
    }
    if (take({"("})) {
      BERTH_ASSIGN(NodePtr node, any());
      if (!take({")"})) return wrong();
      return node;
    }
    return comparison();
  }

  Result<NodePtr> comparison() {
    if (at_ >= words_.size()) return wrong();
    auto node = std::make_shared<Node>();
    node->subject = words_[at_];
    const bool known =
        (node->subject.starts_with(kAttribute) && node->subject.size() > kAttribute.size()) ||
        node->subject == "agentConnected" || node->subject == "runningTasksCount" ||
        node->subject == "ec2InstanceId";
    if (!known) return wrong();
    ++at_;
    if (take({"exists"})) return exists(node, false);
    if (take({"not_exists"})) return exists(node, true);
    if (take({"in"})) return listed(node, false);
    if (take({"not_in"})) return listed(node, true);
    if (at_ + 1 < words_.size() && words_[at_] == "!" && words_[at_ + 1] == "exists") {
      at_ += 2;
      return exists(node, true);
    }
    if (at_ + 1 < words_.size() && words_[at_] == "!" && words_[at_ + 1] == "in") {
      at_ += 2;
      return listed(node, true);
    }
    return ordered(node);
  }

  Result<NodePtr> ordered(const std::shared_ptr<Node>& node) {
    static const std::pair<std::string_view, std::string_view> kComparisons[] = {
        {"==", "=="}, {"equals", "=="},      {"!=", "!="}, {"not_equals", "!="},
        {">", ">"},   {"greater_than", ">"}, {">=", ">="}, {"greater_than_equal", ">="},
        {"<", "<"},   {"less_than", "<"},    {"<=", "<="}, {"less_than_equal", "<="}};
    for (const auto& [spelling, meaning] : kComparisons) {
      if (!take({spelling})) continue;
      if (at_ >= words_.size()) return wrong();
      node->comparison = meaning;
      node->values = {words_[at_++]};
      return NodePtr(node);
    }
    return wrong();
  }

  static Result<NodePtr> exists(const std::shared_ptr<Node>& node, bool negated) {
    node->kind = Node::Kind::kExists;
    return negated ? joined(Node::Kind::kNot, node, nullptr) : NodePtr(node);
  }

  Result<NodePtr> listed(const std::shared_ptr<Node>& node, bool negated) {
    node->kind = Node::Kind::kIn;
    if (!take({"["})) return wrong();
    while (!take({"]"})) {
      if (at_ >= words_.size()) return wrong();
      if (take({","})) continue;
      node->values.push_back(words_[at_++]);
    }
    return negated ? joined(Node::Kind::kNot, node, nullptr) : NodePtr(node);
  }

  std::vector<std::string> words_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

bool Expression::Node::matches(const Instance& instance) const {
  switch (kind) {
    case Kind::kAnd:
      return children[0]->matches(instance) && children[1]->matches(instance);
    case Kind::kOr:
      return children[0]->matches(instance) || children[1]->matches(instance);
    case Kind::kNot:
      return !children[0]->matches(instance);
    case Kind::kExists:
      return value_of(instance, subject).has_value();
    case Kind::kIn:
    case Kind::kCompare:
      break;
  }
  const auto value = value_of(instance, subject);
  if (kind == Kind::kIn) {
    return value && std::find(values.begin(), values.end(), *value) != values.end();
  }
  if (!value) return comparison == "!=";
  return compare(*value, comparison, values.front());
}

bool Expression::matches(const Instance& instance) const {
  return root_->matches(instance);
}

Result<Expression> parse_expression(std::string_view text) {
  if (text.size() > kLengthMax) {
    return fail(client_fault("InvalidParameterException", "The cluster query is too long."));
  }
  BERTH_ASSIGN(NodePtr root, Parser(words_of(text)).whole());
  return Expression(std::move(root));
}

}  // namespace berth::scheduler
