// The commands that let a denied request through: each is taken at its word and tried.
#include "iam/remedy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "iam/document_edit.h"
#include "iam/testing.h"

namespace berth::iam {
namespace {

using test_support::attached;
using test_support::kAlice;
using test_support::kAllowAll;
using test_support::kRole;
using test_support::kSession;
using test_support::request;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kAllowList = R"("Effect":"Allow","Action":"ecs:List*","Resource":"*")";
constexpr std::string_view kDenyStop = R"("Effect":"Deny","Action":"ecs:Stop*","Resource":"*")";

std::vector<Remedy> remedies_of(const Request& asked, const PolicySet& set) {
  const Decision decision = evaluate(asked, set);
  return remedies(asked, set, decision, explain(asked, set, decision));
}

std::vector<std::string> commands_of(const Request& asked, const PolicySet& set) {
  std::vector<std::string> out;
  for (const Remedy& each : remedies_of(asked, set)) {
    out.insert(out.end(), each.commands.begin(), each.commands.end());
  }
  return out;
}

/// The document that a command's last word holds.
std::shared_ptr<const Policy> pasted(const std::string& command,
                                     PolicyKind kind = PolicyKind::kIdentity) {
  const std::size_t quote = command.find('\'');
  const auto policy = parse_policy(command.substr(quote + 1, command.size() - quote - 2), kind);
  EXPECT_TRUE(policy) << command;
  return policy ? *policy : nullptr;
}

TEST(Remedy, AnIdentityPolicyAsNarrowAsTheCall) {
  const Request asked = request(kSession, "ecs:ListTasks", "arn:aws:ecs:us-west-2:123456789012:x");
  const auto commands = commands_of(asked, {});
  EXPECT_THAT(
      commands,
      ElementsAre("aws iam put-role-policy --role-name app --policy-name "
                  "allow-ecs-ListTasks --policy-document "
                  R"('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)"
                  R"("ecs:ListTasks","Resource":"arn:aws:ecs:us-west-2:123456789012:x"}]}')"));
  PolicySet set;
  set.identity = {AttachedPolicy{pasted(commands.front()), "p", false}};
  EXPECT_TRUE(evaluate(asked, set).allowed());
  EXPECT_THAT(commands_of(request(kAlice), {}).front(),
              StartsWith("aws iam put-user-policy --user-name alice --policy-name "));
}

TEST(Remedy, ReplacesNoPolicyThatIsThere) {
  const Request asked = request(kSession, "ecs:ListTasks", "arn:aws:ecs:us-west-2:123456789012:y");
  PolicySet set;
  set.identity = {attached({kDenyStop}), attached({kDenyStop})};
  set.identity[0].name = "allow-ecs-ListTasks";
  set.identity[1].name = "allow-ecs-ListTasks-2";
  EXPECT_THAT(commands_of(asked, set),
              ElementsAre(HasSubstr(" --policy-name allow-ecs-ListTasks-3 ")));
}

TEST(Remedy, ADenyOfAGroupIsTakenOutOfTheGroup) {
  const Request asked = request(kAlice, "ecs:StopTask", "arn:aws:ecs:us-west-2:123456789012:x");
  PolicySet set;
  set.identity = {attached({kAllowAll, kDenyStop})};
  set.identity[0].name = "guard";
  set.identity[0].group = "devs";
  EXPECT_THAT(commands_of(asked, set),
              ElementsAre(StartsWith("aws iam put-group-policy --group-name devs --policy-name "
                                     "guard --policy-document ")));
}

TEST(Remedy, AFederatedUserHasWhatItsUserHas) {
  Request asked = request(kAlice, "ecs:StopTask", "arn:aws:ecs:us-west-2:123456789012:x");
  asked.principal.kind = Principal::Kind::kFederatedUser;
  asked.principal.arn = "arn:aws:sts::123456789012:federated-user/bob";
  PolicySet set;
  set.has_session = true;
  set.session = {attached({kAllowList})};
  const auto commands = commands_of(asked, set);
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_THAT(commands[0], StartsWith("aws iam put-user-policy --user-name alice "));
  EXPECT_THAT(commands[1], StartsWith("aws sts get-federation-token --name bob --policy "));
}

TEST(Remedy, PassRoleNamesTheService) {
  Request asked = request(kAlice, "iam:PassRole", kRole);
  asked.context.set("iam:PassedToService", "ecs-tasks.amazonaws.com");
  EXPECT_THAT(commands_of(asked, {}).front(),
              HasSubstr(R"("Condition":{"StringEquals":{"iam:PassedToService":)"
                        R"("ecs-tasks.amazonaws.com"}})"));
}

TEST(Remedy, ADollarInAResourceBeginsNoVariable) {
  EXPECT_THAT(
      commands_of(request(kAlice, "ecs:StopTask", "arn:aws:ecs:r:1:a${aws:userid}?"), {}).front(),
      HasSubstr("arn:aws:ecs:r:1:a${$}{aws:userid}${?}"));
}

TEST(Remedy, ABoundaryKeepsWhatItHas) {
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  set.boundary = attached({kAllowList});
  set.boundary->managed = true;
  set.boundary->name = "arn:aws:iam::123456789012:policy/edge";
  const auto commands = commands_of(request(kSession), set);
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_THAT(commands.front(),
              StartsWith("aws iam create-policy-version --policy-arn "
                         "arn:aws:iam::123456789012:policy/edge --set-as-default "));
  set.boundary->policy = pasted(commands.front());
  EXPECT_TRUE(evaluate(request(kSession), set).allowed());
  EXPECT_TRUE(evaluate(request(kSession, "ecs:ListClusters", "*"), set).allowed());
}

TEST(Remedy, ABoundaryOfAwsIsReplaced) {
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  set.boundary = attached({kAllowList});
  set.boundary->managed = true;
  set.boundary->name = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const auto commands = commands_of(request(kAlice), set);
  ASSERT_EQ(commands.size(), 2u);
  EXPECT_THAT(commands[0],
              StartsWith("aws iam create-policy --policy-name ReadOnlyAccess-and-more"));
  EXPECT_THAT(commands[1],
              "aws iam put-user-permissions-boundary --user-name alice --permissions-boundary "
              "arn:aws:iam::123456789012:policy/ReadOnlyAccess-and-more");
}

TEST(Remedy, ASessionPolicyIsGivenAnew) {
  PolicySet set;
  set.identity = {attached({kAllowAll})};
  set.session = {attached({kAllowList})};
  set.has_session = true;
  EXPECT_THAT(commands_of(request(kSession), set).front(),
              StartsWith("aws sts assume-role --role-arn arn:aws:iam::123456789012:role/app "
                         "--role-session-name s1 --policy '{"));
  set.session = {attached({kDenyStop})};
  EXPECT_THAT(commands_of(request(kSession), set), IsEmpty());
}

TEST(Remedy, ADenyIsTakenOut) {
  PolicySet set;
  set.identity = {attached({kAllowAll, kDenyStop})};
  const auto put = commands_of(request(kSession), set);
  ASSERT_EQ(put.size(), 1u);
  EXPECT_THAT(put.front(), StartsWith("aws iam put-role-policy --role-name app --policy-name "
                                      "inline --policy-document "));
  set.identity = {AttachedPolicy{pasted(put.front()), "inline", false}};
  EXPECT_TRUE(evaluate(request(kSession), set).allowed());

  set.identity = {attached({kDenyStop})};
  EXPECT_THAT(commands_of(request(kSession), set),
              ElementsAre("aws iam delete-role-policy --role-name app --policy-name inline"));
  set.identity.front().managed = true;
  set.identity.front().name = "arn:aws:iam::123456789012:policy/no";
  EXPECT_THAT(commands_of(request(kSession), set),
              ElementsAre("aws iam detach-role-policy --role-name app --policy-arn "
                          "arn:aws:iam::123456789012:policy/no"));
}

class TrustRemedy : public ::testing::Test {
 protected:
  TrustRemedy() {
    asked_.principal = Principal{Principal::Kind::kService,
                                 "ecs-tasks.amazonaws.com",
                                 "",
                                 "ecs-tasks.amazonaws.com",
                                 "",
                                 ""};
    set_.resource_is_trust = true;
  }
  Request asked_ = request(kSession, "sts:AssumeRole", kRole);
  PolicySet set_;
};

TEST_F(TrustRemedy, ThePrincipalIsAdded) {
  set_.resource = attached({R"("Effect":"Allow","Action":"sts:AssumeRole",)"
                            R"("Principal":{"Service":"ec2.amazonaws.com"})"},
                           PolicyKind::kTrust);
  const auto commands = commands_of(asked_, set_);
  ASSERT_EQ(commands.size(), 1u);
  EXPECT_THAT(commands.front(),
              StartsWith("aws iam update-assume-role-policy --role-name app --policy-document '"));
  set_.resource->policy = pasted(commands.front(), PolicyKind::kTrust);
  EXPECT_TRUE(evaluate(asked_, set_).allowed());
}

TEST_F(TrustRemedy, AConditionIsNotWorkedAround) {
  set_.resource = attached({R"("Effect":"Allow","Action":"sts:AssumeRole",)"
                            R"("Principal":{"Service":"ecs-tasks.amazonaws.com"},)"
                            R"("Condition":{"StringEquals":{"aws:SourceAccount":"1"}})"},
                           PolicyKind::kTrust);
  const auto found = remedies_of(asked_, set_);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].reason, HasSubstr("StringEquals on aws:SourceAccount"));
  EXPECT_THAT(found[0].commands, ElementsAre(StartsWith("aws iam get-role --role-name app")));
}

TEST_F(TrustRemedy, ARoleThatIsNotThereCannotBeTrusted) {
  const Decision decision{Outcome::kImplicitlyDenied, PolicyType::kTrust, nullptr, 0};
  const auto found = remedies(asked_, set_, decision, explain(asked_, set_, decision));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].reason, std::string("There is no role ") + kRole + ".");
}

TEST(DocumentEdit, KeepsTextsAsTheyAre) {
  EXPECT_EQ(compact_json("{ \"a b\" : [ 1,\n \"\\\" c\" ] }"), "{\"a b\":[1,\"\\\" c\"]}");
  EXPECT_EQ(with_statement(R"({"Statement": {"a": 1}, "Id": "x y"})", R"({"b":2})"),
            R"({"Statement":[{"a":1},{"b":2}],"Id":"x y"})");
  EXPECT_EQ(without_statement(R"({"Statement":[{"a":1},{"b":2}]})", 0),
            R"({"Statement":[{"b":2}]})");
  EXPECT_FALSE(without_statement(R"({"Statement":{"a":1}})", 0));
  EXPECT_EQ(policy_size("{ \"\xc3\xbc\" }\n"), 5u);
}

}  // namespace
}  // namespace berth::iam
