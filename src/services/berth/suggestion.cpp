// From calls to the smallest policy that allows them.
#include "services/berth/suggestion.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "aws/json_writer.h"
#include "iam/arn_pattern.h"
#include "iam/remedy.h"
#include "services/berth/resource_rules.h"

namespace berth::services::own {
namespace {

using Resources = std::set<std::string>;

bool covers(const std::string& wide, const std::string& narrow) {
  if (wide == narrow) return false;
  if (wide == "*") return true;
  return ::berth::iam::ArnPattern::of_resource(wide, false)
      .matches(::berth::iam::split_arn(narrow), {});
}

Resources without_covered(const Resources& all) {
  Resources out;
  for (const std::string& each : all) {
    const bool is_covered = std::any_of(
        all.begin(), all.end(), [&each](const std::string& other) { return covers(other, each); });
    if (!is_covered) out.insert(each);
  }
  return out;
}

/// A statement but for its actions.
struct Scope {
  Resources resources;
  std::string passed_to;
  auto operator<=>(const Scope&) const = default;
};

template <class Texts>
void write_texts(aws::JsonWriter& out, const Texts& texts) {
  if (texts.size() == 1) {
    out.string(*texts.begin());
    return;
  }
  out.begin_array();
  for (const std::string& each : texts) out.string(each);
  out.end_array();
}

void write_statement(aws::JsonWriter& out, const std::set<std::string>& actions,
                     const Scope& scope) {
  out.begin_object();
  out.key("Effect");
  out.string("Allow");
  out.key("Action");
  write_texts(out, actions);
  out.key("Resource");
  write_texts(out, scope.resources);
  if (!scope.passed_to.empty()) {
    out.key("Condition");
    out.begin_object();
    out.key("StringEquals");
    out.begin_object();
    out.key("iam:PassedToService");
    out.string(scope.passed_to);
    out.end_object();
    out.end_object();
  }
  out.end_object();
}

/// The resources of each action, and which rules made them.
class Gathering {
 public:
  Gathering(const CallsSeen& calls, ResourceMode mode) {
    for (const auto& [call, count] : calls.calls) {
      by_action_[{call.action, call.passed_to}].insert(resource_of(call.resource, mode));
    }
  }

  /// By what they allow, so that actions on the same resources come together.
  std::map<Scope, std::set<std::string>> statements() const {
    std::map<Scope, std::set<std::string>> out;
    for (const auto& [action, resources] : by_action_) {
      out[Scope{without_covered(resources), action.second}].insert(action.first);
    }
    return out;
  }

  std::vector<AppliedRule> rules() const {
    std::vector<AppliedRule> out;
    for (const auto& [rule, sources] : sources_) {
      out.push_back({rule.second, rule.first, static_cast<std::int32_t>(sources.size())});
    }
    return out;
  }

 private:
  std::string resource_of(const std::string& resource, ResourceMode mode) {
    const std::string literal = ::berth::iam::resource_literal(resource);
    if (mode == ResourceMode::kExact) return literal;
    const auto wider = generalise(literal);
    if (!wider || wider->resource == literal) return literal;
    sources_[{wider->resource, wider->rule}].insert(resource);
    return wider->resource;
  }

  std::map<std::pair<std::string, std::string>, Resources> by_action_;
  std::map<std::pair<std::string, std::string_view>, Resources> sources_;
};

}  // namespace

Suggestion suggest(const CallsSeen& calls, ResourceMode mode) {
  const Gathering gathering(calls, mode);
  // In the order of their first actions, as people read them.
  std::vector<std::pair<std::set<std::string>, Scope>> ordered;
  for (const auto& [scope, actions] : gathering.statements()) ordered.emplace_back(actions, scope);
  std::sort(ordered.begin(), ordered.end());
  aws::JsonWriter out;
  out.begin_object();
  out.key("Version");
  out.string("2012-10-17");
  out.key("Statement");
  out.begin_array();
  for (const auto& [actions, scope] : ordered) write_statement(out, actions, scope);
  out.end_array();
  out.end_object();
  return {out.take(), gathering.rules()};
}

}  // namespace berth::services::own
