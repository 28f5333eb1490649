// What came nearest to allowing a request: statements are taken apart in the compiled form, which
// decides, and in the text, which people know.
#include <algorithm>
#include <tuple>

#include "aws/json_tree.h"
#include "iam/compiled.h"
#include "iam/explain.h"
#include "iam/text.h"

namespace berth::iam {
namespace {

using Texts = std::vector<std::string>;

/// The request, as far as closeness needs it taken apart.
struct Asked {
  explicit Asked(const Request& from)
      : request(from), action(lower(from.action)), resource(split_arn(from.resource)) {
    const std::size_t colon = std::min(action.find(':'), action.size());
    service = std::string_view(action).substr(0, colon);
    name = std::string_view(action).substr(std::min(colon + 1, action.size()));
  }
  const Request& request;
  std::string action;
  std::string_view service;
  std::string_view name;
  ArnFields resource;
};

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const auto [end, unused] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(end - a.begin());
}

/// How many bytes two texts have in common from either end, wildcards left out.
std::size_t closeness(std::string_view wanted, std::string_view got) {
  const std::size_t front = common_prefix(wanted.substr(0, wanted.find_first_of("*?")), got);
  std::size_t back = 0;
  while (back < wanted.size() && back + front < got.size() &&
         wanted[wanted.size() - 1 - back] == got[got.size() - 1 - back]) {
    ++back;
  }
  return front + back;
}

/// A string or an array of scalars; what else a member may be has been refused at parsing.
Texts texts_of(const aws::JsonValue& value) {
  if (!value.is_array()) return {value.text()};
  Texts out;
  for (const aws::JsonValue& each : value.elements) out.push_back(each.text());
  return out;
}

/// The closest values first; `fold` makes them comparable.
template <class Fold>
void set_wanted(Failure& failure, Texts values, std::string_view got, Fold fold) {
  failure.wanted_count = values.size();
  std::stable_sort(values.begin(), values.end(), [&](const std::string& a, const std::string& b) {
    return closeness(fold(a), got) > closeness(fold(b), got);
  });
  values.resize(std::min(values.size(), kWantedMax));
  failure.wanted = std::move(values);
}

std::string as_it_is(const std::string& text) {
  return text;
}

/// One Allow statement held against a request.
class Attempt {
 public:
  Attempt(const Asked& asked, const CompiledStatement& compiled, const aws::JsonValue& text)
      : asked_(asked), compiled_(compiled), text_(text) {}

  /// Does the statement speak of the service that the action is of?
  bool is_related() const {
    const aws::JsonValue* const actions = text_.find("Action");
    if (actions == nullptr) return true;
    const Texts values = texts_of(*actions);
    return std::any_of(values.begin(), values.end(), [this](const std::string& each) {
      const std::string_view vendor = std::string_view(each).substr(0, each.find(':'));
      return each.front() == '*' || equal_ignoring_case(vendor, asked_.service);
    });
  }

  void look() {
    look_at_conditions();
    look_at_resource();
    look_at_principal();
    look_at_action();
  }

  const std::vector<Failure>& failures() const { return failures_; }
  std::vector<Failure> take_failures() { return std::move(failures_); }

  /// Smaller is nearer.
  auto rank() const {
    return std::tuple(failures_.size(), action_fails_, principal_fails_, resource_fails_,
                      -closeness_);
  }

 private:
  /// `name` or its negation, whichever the statement has.
  const aws::JsonValue& element(std::string_view name, std::string& out_name) const {
    out_name = std::string(name);
    if (const aws::JsonValue* const plain = text_.find(name)) return *plain;
    out_name = "Not" + std::string(name);
    return *text_.find(out_name);
  }

  void look_at_conditions() {
    const aws::JsonValue* const condition = text_.find("Condition");
    if (condition == nullptr) return;
    std::size_t next = 0;  // compiled conditions stand in the order of the text
    for (const auto& [name, keys] : condition->members) {
      for (const auto& [key, values] : keys.members) {
        const Condition& compiled = compiled_.conditions[next++];
        if (!compiled.holds(asked_.request.context)) add_condition(name, key, values);
      }
    }
  }

  void add_condition(const std::string& name, const std::string& key,
                     const aws::JsonValue& values) {
    Failure failure;
    failure.element = "Condition";
    failure.condition_operator = name;
    failure.key = key;
    const ContextValue* const got = asked_.request.context.find(key);
    if (got != nullptr) failure.got = got->values;
    const std::string first = got != nullptr && !got->values.empty() ? got->values.front() : "";
    set_wanted(failure, texts_of(values), first, as_it_is);
    add(std::move(failure), first);
  }

  void look_at_resource() {
    const bool fits = !compiled_.resources ||
                      compiled_.resources->matches(asked_.resource, asked_.request.context);
    if (fits) return;
    resource_fails_ = true;
    Failure failure;
    const aws::JsonValue& values = element("Resource", failure.element);
    failure.got = Texts{asked_.request.resource};
    set_wanted(failure, texts_of(values), asked_.request.resource, as_it_is);
    add(std::move(failure), asked_.request.resource);
  }

  void look_at_principal() {
    const bool fits = !compiled_.principals ||
                      compiled_.principals->allows(asked_.request.principal) != Naming::kNot;
    if (fits) return;
    principal_fails_ = true;
    Failure failure;
    const aws::JsonValue& value = element("Principal", failure.element);
    Texts values;
    for (const auto& [type, names] : value.members) {
      for (const std::string& each : texts_of(names)) values.push_back(type + ": " + each);
    }
    const Principal& principal = asked_.request.principal;
    const bool is_service = principal.kind == Principal::Kind::kService;
    const std::string got = (is_service ? "Service: " : "AWS: ") + principal.identity_arn;
    failure.got = Texts{got};
    set_wanted(failure, std::move(values), got, as_it_is);
    add(std::move(failure), got);
  }

  void look_at_action() {
    if (compiled_.actions.matches(asked_.service, asked_.name)) return;
    action_fails_ = true;
    Failure failure;
    const aws::JsonValue& values = element("Action", failure.element);
    failure.got = Texts{asked_.request.action};
    set_wanted(failure, texts_of(values), asked_.action,
               [](const std::string& text) { return lower(text); });
    add(std::move(failure), asked_.action);
  }

  void add(Failure failure, std::string_view got) {
    if (!failure.wanted.empty()) {
      closeness_ += static_cast<long>(closeness(lower(failure.wanted.front()), lower(got)));
    }
    failures_.push_back(std::move(failure));
  }

  const Asked& asked_;
  const CompiledStatement& compiled_;
  const aws::JsonValue& text_;
  std::vector<Failure> failures_;
  bool action_fails_ = false;
  bool principal_fails_ = false;
  bool resource_fails_ = false;
  long closeness_ = 0;
};

/// The statements of a document's text, in their order.
std::vector<const aws::JsonValue*> statements_of(const aws::JsonValue& document) {
  const aws::JsonValue* const statements = document.find("Statement");
  if (!statements->is_array()) return {statements};
  std::vector<const aws::JsonValue*> out;
  for (const aws::JsonValue& each : statements->elements) out.push_back(&each);
  return out;
}

}  // namespace

std::optional<NearestMiss> find_nearest_miss(const Request& request,
                                             const std::vector<const AttachedPolicy*>& candidates,
                                             PolicyType type) {
  const Asked asked(request);
  std::optional<NearestMiss> nearest;
  using Rank = decltype(std::declval<Attempt>().rank());
  std::optional<Rank> nearest_rank;
  for (const AttachedPolicy* const policy : candidates) {
    const CompiledPolicy& compiled = policy->policy->compiled();
    const auto document = aws::parse_json(compiled.document);
    if (!document) continue;
    const auto texts = statements_of(*document);
    for (std::size_t i = 0; i < compiled.statements.size(); ++i) {
      if (!compiled.statements[i].allows) continue;
      Attempt attempt(asked, compiled.statements[i], *texts[i]);
      if (!attempt.is_related()) continue;
      attempt.look();
      if (attempt.failures().empty()) continue;
      if (nearest_rank && !(attempt.rank() < *nearest_rank)) continue;
      nearest_rank = attempt.rank();
      nearest = NearestMiss{type, policy->name, place_of(*policy, i), attempt.take_failures()};
    }
  }
  return nearest;
}

}  // namespace berth::iam
