// The naive evaluator's statements and the order of its decision, and that it agrees with the
// corpora: whoever judges the engine has to be right himself.
#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "iam/naive_testing.h"

namespace berth::iam::naive {
namespace {

std::string member(const aws::JsonValue& object, const char* name) {
  const aws::JsonValue* const value = object.find(name);
  return value == nullptr ? "" : value->text();
}

bool contains(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

/// Who asks, from the ARN alone.
struct Asker {
  std::string arn;
  std::string account;
  std::string role_arn;  ///< of a session
  bool is_service = false;
  bool is_root = false;
};

Asker asker_of(const std::string& arn) {
  Asker asker{arn, "", "", false, false};
  if (arn.substr(0, 4) != "arn:") {
    asker.is_service = true;
    return asker;
  }
  asker.account = arn.substr(arn.find("::") + 2, 12);
  asker.is_root = arn == "arn:aws:iam::" + asker.account + ":root";
  const std::size_t session = arn.find(":assumed-role/");
  if (session != std::string::npos) {
    const std::string name = arn.substr(session + 14);
    asker.role_arn = "arn:aws:iam::" + asker.account + ":role/" + name.substr(0, name.find('/'));
  }
  return asker;
}

struct Question {
  Asker asker;
  std::string action;
  std::string resource;
  std::string owner;
  Keys keys;
  bool has_boundary = false;
};

/// What a Principal or NotPrincipal element lists.
struct Listed {
  Texts aws;
  Texts services;
  bool everyone = false;
  bool account(const std::string& id) const {
    return contains(aws, id) || contains(aws, "arn:aws:iam::" + id + ":root");
  }
};

Listed listed_by(const aws::JsonValue& element) {
  Listed listed;
  if (element.is_string()) {
    listed.everyone = element.text() == "*";
    return listed;
  }
  if (const auto* const aws = element.find("AWS")) listed.aws = texts_of(*aws);
  if (const auto* const service = element.find("Service")) listed.services = texts_of(*service);
  listed.everyone = contains(listed.aws, "*");
  return listed;
}

/// From the loosest to the closest.
enum Naming { kNot, kByAccount, kByRole, kDirectly };

Naming naming_of(const Listed& listed, const Asker& asker) {
  if (listed.everyone) return kDirectly;
  if (asker.is_service) return contains(listed.services, asker.arn) ? kDirectly : kNot;
  if (!asker.is_root && contains(listed.aws, asker.arn)) return kDirectly;
  if (!asker.role_arn.empty() && contains(listed.aws, asker.role_arn)) return kByRole;
  return listed.account(asker.account) ? kByAccount : kNot;
}

/// NotPrincipal in a Deny spares only whom it lists with everything that they are part of.
bool is_spared(const Listed& listed, const Asker& asker) {
  if (listed.everyone) return true;
  if (asker.is_service) return contains(listed.services, asker.arn);
  if (!listed.account(asker.account)) return false;
  if (asker.is_root) return true;
  if (!contains(listed.aws, asker.arn)) return false;
  return asker.role_arn.empty() || contains(listed.aws, asker.role_arn);
}

bool action_matches(const aws::JsonValue& element, const std::string& action) {
  for (const std::string& each : texts_of(element)) {
    if (each == "*") return true;
    const std::string pattern = in_small_letters(each);
    const std::string asked = in_small_letters(action);
    const std::size_t a = pattern.find(':');
    const std::size_t b = asked.find(':');
    const Reading reading{true, false, false};
    if (text_matches(pattern.substr(0, a), asked.substr(0, b), reading, {}) &&
        text_matches(pattern.substr(a + 1), asked.substr(b + 1), reading, {})) {
      return true;
    }
  }
  return false;
}

bool resource_matches(const aws::JsonValue& element, const Question& question, bool variables) {
  const Texts patterns = texts_of(element);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& each) {
    return each == "*" || arn_matches(each, question.resource, variables, 5, question.keys);
  });
}

bool conditions_hold(const aws::JsonValue& statement, const Question& question, bool variables) {
  const aws::JsonValue* const condition = statement.find("Condition");
  if (condition == nullptr) return true;
  for (const auto& [op, keys] : condition->members) {
    for (const auto& [key, values] : keys.members) {
      if (!condition_holds(op, key, texts_of(values), variables, question.keys)) return false;
    }
  }
  return true;
}

/// Everything but the principal.
bool fits(const aws::JsonValue& statement, const Question& question, bool variables) {
  if (const auto* const action = statement.find("Action")) {
    if (!action_matches(*action, question.action)) return false;
  } else if (action_matches(*statement.find("NotAction"), question.action)) {
    return false;
  }
  if (const auto* const resource = statement.find("Resource")) {
    if (!resource_matches(*resource, question, variables)) return false;
  } else if (const auto* const not_resource = statement.find("NotResource")) {
    if (resource_matches(*not_resource, question, variables)) return false;
  }
  return conditions_hold(statement, question, variables);
}

bool hits(const aws::JsonValue& deny, const Question& question) {
  if (const auto* const principal = deny.find("Principal")) {
    return naming_of(listed_by(*principal), question.asker) != kNot;
  }
  if (const auto* const spared = deny.find("NotPrincipal")) {
    return question.has_boundary || !is_spared(listed_by(*spared), question.asker);
  }
  return true;
}

Naming grants(const aws::JsonValue& allow, const Question& question) {
  if (const auto* const principal = allow.find("Principal")) {
    return naming_of(listed_by(*principal), question.asker);
  }
  if (const auto* const others = allow.find("NotPrincipal")) {
    return naming_of(listed_by(*others), question.asker) == kNot ? kDirectly : kNot;
  }
  return kDirectly;
}

/// What one policy says.
struct Verdict {
  bool denies = false;
  Naming allows = kNot;
};

Verdict ask(const aws::JsonValue& policy, const Question& question) {
  const bool variables = member(policy, "Version") == "2012-10-17";
  const aws::JsonValue* const listed = policy.find("Statement");
  std::vector<aws::JsonValue> statements = listed->elements;
  if (listed->is_object()) statements = {*listed};
  Verdict verdict;
  for (const aws::JsonValue& each : statements) {
    if (!fits(each, question, variables)) continue;
    if (member(each, "Effect") == "Deny") {
      verdict.denies |= hits(each, question);
    } else {
      verdict.allows = std::max(verdict.allows, grants(each, question));
    }
  }
  return verdict;
}

Question question_of(const aws::JsonValue& policy_case) {
  const aws::JsonValue& request = *policy_case.find("request");
  Question question;
  question.asker = asker_of(member(request, "principal"));
  question.action = member(request, "action");
  question.resource = member(request, "resource");
  question.owner = member(request, "resourceAccount");
  question.has_boundary = policy_case.find("permissionBoundary") != nullptr;
  if (const auto* const context = request.find("context")) {
    for (const auto& [name, value] : context->members) {
      question.keys.push_back({name, value.is_array(), texts_of(value)});
    }
  }
  return question;
}

const char* spelt(bool allowed) {
  return allowed ? "Allowed" : "ImplicitlyDenied";
}

/// All policies of a case have spoken.
struct Sides {
  Verdict identity;
  std::optional<Verdict> boundary;
  std::optional<Verdict> session;
  std::optional<Verdict> resource;
};

bool is_allowed(const Question& question, const Sides& sides) {
  const Naming named = sides.resource ? sides.resource->allows : kNot;
  if (question.asker.is_service) return named != kNot;
  const bool same_account = question.owner.empty() || question.owner == question.asker.account;
  const bool identity = question.asker.is_root || sides.identity.allows != kNot;
  const bool guards = (!sides.boundary || sides.boundary->allows != kNot) &&
                      (!sides.session || sides.session->allows != kNot);
  if (!same_account) return named != kNot && identity && guards;
  if (named == kDirectly) return true;
  if (named == kByRole) return guards;
  const std::string service = in_small_letters(question.action.substr(0, 4));
  const bool owner_decides = sides.resource && (service == "sts:" || service == "kms:");
  if (owner_decides && named == kNot) return false;
  return identity && guards;
}

}  // namespace

const Key* find_key(const Keys& keys, const std::string& name) {
  for (const Key& each : keys) {
    if (in_small_letters(each.name) == in_small_letters(name)) return &each;
  }
  return nullptr;
}

Texts texts_of(const aws::JsonValue& value) {
  if (!value.is_array()) return {value.text()};
  Texts texts;
  for (const aws::JsonValue& each : value.elements) texts.push_back(each.text());
  return texts;
}

std::string decide(const aws::JsonValue& policy_case, const aws::JsonValue* managed) {
  const Question question = question_of(policy_case);
  if (in_small_letters(question.action) == "sts:getcalleridentity") return "Allowed";
  const auto ask_one = [&](const aws::JsonValue& policy) {
    const aws::JsonValue* const name = policy.find("$managed");
    return ask(name != nullptr ? *managed->find(name->text()) : policy, question);
  };
  const auto ask_named = [&](const char* name) -> std::optional<Verdict> {
    const aws::JsonValue* const policy = policy_case.find(name);
    return policy != nullptr ? std::optional(ask_one(*policy)) : std::nullopt;
  };
  Sides sides{
      {}, ask_named("permissionBoundary"), ask_named("sessionPolicy"), ask_named("resourcePolicy")};
  if (const auto* const identity = policy_case.find("identityPolicies")) {
    for (const aws::JsonValue& each : identity->elements) {
      const Verdict verdict = ask_one(each);
      sides.identity.denies |= verdict.denies;
      sides.identity.allows = std::max(sides.identity.allows, verdict.allows);
    }
  }
  for (const auto& side :
       {std::optional(sides.identity), sides.boundary, sides.session, sides.resource}) {
    if (side && side->denies) return "ExplicitlyDenied";
  }
  return spelt(is_allowed(question, sides));
}

namespace {

aws::JsonValue tree_of(const std::string& file) {
  std::ifstream in(std::string(BERTH_TEST_DATA) + "/policies/" + file);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return aws::parse_json(text).value();
}

int expect_agreement(const std::string& file) {
  const aws::JsonValue managed = tree_of("managed_policies.json");
  std::ifstream in(std::string(BERTH_TEST_DATA) + "/policies/" + file);
  int cases = 0;
  for (std::string line; std::getline(in, line); ++cases) {
    const aws::JsonValue policy_case = aws::parse_json(line).value();
    EXPECT_EQ(decide(policy_case, &managed), member(policy_case, "expected")) << line;
  }
  return cases;
}

TEST(Naive, AgreesWithTheCorpora) {
  EXPECT_EQ(expect_agreement("corpus_public.jsonl"), 942);
  EXPECT_EQ(expect_agreement("docs_overrides.jsonl"), 35);
}

}  // namespace
}  // namespace berth::iam::naive
