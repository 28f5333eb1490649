// A small world of principals, actions, resources and keys, so that policies meet requests often.
#include "iam/random_case_testing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "iam/policy_case.h"

namespace berth::iam {
namespace {

using List = std::vector<const char*>;

const List kPrincipals = {
    "arn:aws:iam::111111111111:user/alice", "arn:aws:sts::111111111111:assumed-role/app/s1",
    "arn:aws:iam::222222222222:user/bob",   "arn:aws:sts::222222222222:assumed-role/ops/s2",
    "arn:aws:iam::111111111111:root",       "ecs-tasks.amazonaws.com"};
const List kListedAws = {"*",
                         "111111111111",
                         "arn:aws:iam::111111111111:root",
                         "arn:aws:iam::111111111111:user/alice",
                         "arn:aws:sts::111111111111:assumed-role/app/s1",
                         "arn:aws:iam::111111111111:role/app",
                         "222222222222",
                         "arn:aws:iam::222222222222:user/bob",
                         "arn:aws:iam::222222222222:role/ops"};
const List kActions = {"ecs:StopTask",   "ecs:RunTask",    "ECS:stoptask",
                       "iam:PassRole",   "kms:Decrypt",    "s3:GetObject",
                       "sts:AssumeRole", "sts:TagSession", "sts:GetCallerIdentity"};
const List kActionPatterns = {"*",         "ecs:*",   "ecs:StopTask", "ecs:?topTask", "ECS:Run*",
                              "ecs:*Task", "*:*Task", "iam:Pass*",    "kms:*",        "s3:Get*",
                              "sts:*",     "ec:*",    "ecs:*a*T*k",   "ecs:StopTask?"};
const List kTrustActions = {"sts:AssumeRole", "sts:*", "*", "STS:Assume*", "sts:TagSession"};
const List kResources = {"arn:aws:ecs:us-west-2:111111111111:task/prod/1",
                         "*",
                         "arn:aws:iam::111111111111:role/app",
                         "arn:aws:ecs:eu-west-1:222222222222:task/dev/alice:2",
                         "arn:aws:s3:::bucket/home/*/a",
                         "arn:aws:s3:::bucket/\u00fc/alice",
                         "arn:aws:kms:us-west-2:111111111111:key/1",
                         "arn:aws:ecs",
                         "arn:aws-cn:ecs:us-west-2:111111111111:task/prod/1"};
const List kResourcePatterns = {"*",
                                "arn:aws:ecs:*",
                                "arn:aws:ecs",
                                "arn:aws:ecs:us-*:111111111111:task/*",
                                "arn:aws:ecs:*:*:task/prod/?",
                                "arn:aws:ecs:*:?11111111111:task/*/alice*",
                                "arn:aws:*:*:*:*a*",
                                "arn:*:ecs:us-west-2:111111111111:task/prod/1",
                                "arn:aws:iam::*:role/*",
                                "arn:aws:s3:::bucket/*",
                                "arn:aws:s3:::bucket/?/${aws:username}",
                                "arn:aws:s3:::bucket/home/${*}/a",
                                "arn:aws:s3:::bucket/home/${aws:username, '*'}/a",
                                "arn:aws:s3:::bucket/home/${key:none, '*'}/?",
                                "arn:aws:s3:::bucket/${key:none}*",
                                "arn:aws:ecs:*:*:task/${KEY:text}/${key:list, 'x'}*",
                                "arn:aws:ecs:*:*:task/${key:text}/*",
                                "arn:aws:ecs:${key:none, 'us-west-2'}:*:task/*",
                                "arn:aws:ecs:*:${key:none, '111111111111'}:*",
                                "arn:aws:kms:*:*:key/*",
                                "arn:aws:ecs:*:*:task/*prod*od/*",
                                "arn:aws:ecs:*:*:*task*k*"};
const List kKeys = {"key:text", "aws:username", "key:number", "key:date", "key:truth", "key:bytes",
                    "key:ip",   "key:arn",      "key:list",   "key:none", "KEY:Text"};
const List kOperators = {"StringEquals",
                         "StringNotEquals",
                         "StringEqualsIgnoreCase",
                         "StringNotEqualsIgnoreCase",
                         "StringLike",
                         "StringNotLike",
                         "NumericEquals",
                         "NumericNotEquals",
                         "NumericLessThan",
                         "NumericLessThanEquals",
                         "NumericGreaterThan",
                         "NumericGreaterThanEquals",
                         "DateEquals",
                         "DateNotEquals",
                         "DateLessThan",
                         "DateLessThanEquals",
                         "DateGreaterThan",
                         "DateGreaterThanEquals",
                         "Bool",
                         "BinaryEquals",
                         "IpAddress",
                         "NotIpAddress",
                         "ArnEquals",
                         "ArnLike",
                         "ArnNotEquals",
                         "ArnNotLike",
                         "Null"};

const List kTexts = {"prod",      "Prod",      "alice",        "",          "a*", "al?ce",
                     "\u00fcber", "\u00dcBER", "\u65e5\u672c", "blue green"};
const List kTextPatterns = {"prod",
                            "PROD",
                            "a*",
                            "?",
                            "*",
                            "",
                            "al?ce",
                            "${*}",
                            "a${*}",
                            "${$}{x}",
                            "al${?}ce",
                            "\u00dcber",
                            "\u65e5?",
                            "*\u00fc*",
                            "p*o*d*",
                            "*pro*rod*",
                            "*a*a*",
                            "*l?*ic*",
                            "${aws:username}",
                            "${key:text}",
                            "${key:none, 'prod'}",
                            "${key:none}",
                            "${key:list, 'a'}",
                            "${AWS:Username , 'x'}",
                            "*e* *n",
                            "??\u00fc"};
const List kNumbers = {"10",
                       "10.0",
                       "9.5",
                       "-3",
                       "1e1",
                       "0.1",
                       "0.10",
                       "ten",
                       "",
                       "9007199254740993",
                       "9007199254740992",
                       "5x"};
const List kDates = {"2026-06-30T12:00:00Z",
                     "1782820800",
                     "2026-06-30T14:00:00+02:00",
                     "2026-06-30T12:00:00.500Z",
                     "2026-06-30",
                     "2026-06",
                     "1782820800.5",
                     "2026-06-30T04:30:00-07:30",
                     "2026-06-30T12:00Z",
                     "1782777600"};
const List kTruths = {"true", "false", "True", "FALSE", "yes", ""};
const List kBytes = {"Zm9v", "YmFy", "", "Zm8=", "Zg==", "Zm9", "====", "Zm 9"};
const List kAddresses = {
    "10.1.2.3",    "10.0.0.0/8",    "0.0.0.0/0",  "10.1.2.3/32",           "192.168.0.0/16",
    "2001:db8::1", "2001:db8::/33", "::/0",       "2001:0db8:0:0:0:0:0:1", "::ffff:10.1.2.3",
    "10.1.2.3/33", "10.1.2",        "10.1.2.0/25"};
const List kArns = {"arn:aws:ecs:us-west-2:111111111111:cluster/prod",
                    "arn:aws:ecs:*:111111111111:*",
                    "arn:aws:ecs:us-west-2:*:cluster/p?od",
                    "arn:aws:ecs:${key:none, 'us'}-west-2:*:cluster/${key:text}",
                    "arn:aws:iam::111111111111:role/app",
                    "arn:aws:iam::${aws:PrincipalAccount}:role/*",
                    "arn:aws:*",
                    "no arn",
                    "arn:aws:ecs:us-west-2:111111111111:cluster/a:b"};

std::string json_text(const std::string& text) {
  return '"' + text + '"';
}

/// The values of a key's own type, as requests have them.
const List& values_of(std::string_view key) {
  if (key == "key:number") return kNumbers;
  if (key == "key:date") return kDates;
  if (key == "key:truth") return kTruths;
  if (key == "key:bytes") return kBytes;
  if (key == "key:ip") return kAddresses;
  if (key == "key:arn") return kArns;
  return kTexts;
}

/// Those that an operator of a policy asks for.
const List& values_for(std::string_view op) {
  const auto begins = [op](std::string_view with) { return op.substr(0, with.size()) == with; };
  if (begins("Numeric")) return kNumbers;
  if (begins("Date")) return kDates;
  if (begins("Bool") || begins("Null")) return kTruths;
  if (begins("Binary")) return kBytes;
  if (begins("Ip") || begins("NotIp")) return kAddresses;
  if (begins("Arn")) return kArns;
  return kTextPatterns;
}

/// The key that an operator is meant for.
const char* natural_key(Choices& choices, std::string_view op) {
  static const std::pair<const List*, const char*> kNatural[] = {
      {&kNumbers, "key:number"}, {&kDates, "key:date"}, {&kBytes, "key:bytes"},
      {&kAddresses, "key:ip"},   {&kArns, "key:arn"},   {&kTruths, "key:truth"}};
  for (const auto& [values, key] : kNatural) {
    if (&values_for(op) == values) return key;
  }
  return choices.of({"key:text", "aws:username", "key:list"});
}

/// A value, or an array of none to three.
std::string one_or_list(Choices& choices, const List& list) {
  if (!choices.one_in(3)) return json_text(choices.of(list));
  std::string out = "[";
  const std::size_t size = choices.below(4);
  for (std::size_t i = 0; i < size; ++i) {
    out += (i == 0 ? "" : ",") + json_text(choices.of(list));
  }
  return out + "]";
}

std::string nonempty(Choices& choices, const List& list) {
  if (!choices.one_in(3)) return json_text(choices.of(list));
  return fmt::format("[{},{}]", json_text(choices.of(list)), json_text(choices.of(list)));
}

/// An operator with one key.
struct RandomCondition {
  std::string op;
  std::string asked;  ///< {"key": values}
};

RandomCondition random_condition(Choices& choices) {
  std::string op = choices.of(kOperators);
  const std::string key = choices.one_in(4) ? choices.of(kKeys) : natural_key(choices, op);
  const std::string values = one_or_list(choices, values_for(op));
  if (op != "Null" && choices.one_in(4)) op += "IfExists";
  if (key == "key:list" || choices.one_in(5)) {
    op = choices.of({"ForAnyValue:", "ForAllValues:", ""}) + op;
  }
  return {op, fmt::format("{{{}:{}}}", json_text(key), values)};
}

std::string random_conditions(Choices& choices) {
  const std::size_t count = choices.below(3);
  std::string out;
  std::string before;
  for (std::size_t i = 0; i < count; ++i) {
    const RandomCondition made = random_condition(choices);
    if (made.op == before) continue;  // it would be a duplicate member
    out += fmt::format("{}{}:{}", out.empty() ? "" : ",", json_text(made.op), made.asked);
    before = made.op;
  }
  return out.empty() ? "" : ",\"Condition\":{" + out + "}";
}

std::string random_principal(Choices& choices) {
  switch (choices.below(6)) {
    case 0:
      return R"("*")";
    case 1:
      return R"({"Service":"ecs-tasks.amazonaws.com"})";
    case 2:
      return R"({"Federated":"cognito-identity.amazonaws.com"})";
    case 3:
      return fmt::format(R"({{"AWS":{},"Service":["ec2.amazonaws.com"]}})",
                         nonempty(choices, kListedAws));
    case 4:
      return fmt::format(R"({{"AWS":[{},{},{}]}})", json_text(choices.of(kListedAws)),
                         json_text(choices.of(kListedAws)), json_text(choices.of(kListedAws)));
    default:
      return fmt::format(R"({{"AWS":{}}})", nonempty(choices, kListedAws));
  }
}

enum class For { kIdentity, kResource, kTrust };

/// Half of all are "*", so that the rest of the statement decides.
std::string star_or(Choices& choices, const List& list) {
  return choices.one_in(2) ? nonempty(choices, list) : R"("*")";
}

std::string random_statement(Choices& choices, For kind) {
  std::string out = fmt::format(R"({{"Effect":"{}")", choices.one_in(4) ? "Deny" : "Allow");
  const bool trust = kind == For::kTrust;
  out += fmt::format(",\"{}\":{}", choices.one_in(8) ? "NotAction" : "Action",
                     star_or(choices, trust ? kTrustActions : kActionPatterns));
  if (kind != For::kIdentity) {
    const bool negated = !trust && choices.one_in(3);
    out += fmt::format(",\"{}\":{}", negated ? "NotPrincipal" : "Principal",
                       random_principal(choices));
  }
  if (!trust && !(kind == For::kResource && choices.one_in(4))) {
    out += fmt::format(",\"{}\":{}", choices.one_in(8) ? "NotResource" : "Resource",
                       star_or(choices, kResourcePatterns));
  }
  return out + random_conditions(choices) + "}";
}

std::string random_policy(Choices& choices, For kind) {
  std::string out = choices.one_in(8) ? R"({"Version":"2008-10-17")" : R"({"Version":"2012-10-17")";
  out += ",\"Statement\":[" + random_statement(choices, kind);
  const std::size_t more = choices.below(3);
  for (std::size_t i = 0; i < more; ++i) out += "," + random_statement(choices, kind);
  return out + "]}";
}

std::string random_guard(Choices& choices) {
  if (!choices.one_in(2)) {
    return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  }
  return random_policy(choices, For::kIdentity);
}

std::string random_context(Choices& choices) {
  std::string out;
  for (const char* const key : {"key:text", "aws:username", "key:number", "key:date", "key:truth",
                                "key:bytes", "key:ip", "key:arn"}) {
    if (choices.one_in(3)) continue;
    out += fmt::format("{}{}:{}", out.empty() ? "" : ",", json_text(key),
                       json_text(choices.of(values_of(key))));
  }
  if (choices.one_in(2)) {
    const std::size_t size = choices.below(4);
    std::string list;
    for (std::size_t i = 0; i < size; ++i) {
      list += (i == 0 ? "" : ",") + json_text(choices.of(choices.one_in(4) ? kNumbers : kTexts));
    }
    out += fmt::format("{}\"key:list\":[{}]", out.empty() ? "" : ",", list);
  }
  return "{" + out + "}";
}

}  // namespace

std::size_t Choices::below(std::size_t count) {
  if (at_ == bytes_.size()) return 0;
  return bytes_[at_++] % count;
}

std::string random_case(Choices& choices) {
  const std::string principal = choices.of(kPrincipals);
  const std::string action = choices.of(kActions);
  std::string out = R"({"id":"random","identityPolicies":[)";
  const std::size_t identity = choices.below(3);
  for (std::size_t i = 0; i < identity; ++i) {
    out += (i == 0 ? "" : ",") + random_policy(choices, For::kIdentity);
  }
  out += "]";
  if (choices.one_in(3)) out += ",\"permissionBoundary\":" + random_guard(choices);
  if (choices.one_in(3)) out += ",\"sessionPolicy\":" + random_guard(choices);
  if (choices.one_in(2)) {
    const For kind = action.substr(0, 4) == "sts:" ? For::kTrust : For::kResource;
    out += ",\"resourcePolicy\":" + random_policy(choices, kind);
  }
  const char* const owner = choices.of({"111111111111", "222222222222", ""});
  return out + fmt::format(R"(,"request":{{"principal":"{}","action":"{}","resource":"{}",)"
                           R"("resourceAccount":"{}","context":{}}}}})",
                           principal, action, choices.of(kResources), owner,
                           random_context(choices));
}

TEST(RandomCase, OfNoChoicesIsTheSimplest) {
  Choices none({});
  PolicyCaseReader reader([](const std::string&) { return nullptr; });
  const auto simplest = reader.read(random_case(none));
  ASSERT_TRUE(simplest) << simplest.error().message;
  EXPECT_TRUE(simplest->policies.identity.empty());
  EXPECT_EQ(simplest->request.action, "ecs:StopTask");
}

}  // namespace berth::iam
