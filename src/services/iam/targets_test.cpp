// What callers must be allowed: the entity's ARN with its path, and the keys of request and entity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/iam/targets.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;

class IamTargetsTest : public ServiceTest {
 protected:
  template <class Input>
  Targets targets(Result<Targets> (*of)(Context&, const Input&), const Input& input) {
    Targets found;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(found, of(context, input));
      return {};
    }));
    return found;
  }
  static std::vector<std::string> resources(const Targets& targets) {
    std::vector<std::string> arns;
    for (const Target& target : targets) arns.push_back(target.resource);
    return arns;
  }
  /// The one value of a condition key, "-" where it is absent.
  static std::string value(const Target& target, std::string_view key) {
    const auto* const found = target.context.find(key);
    return found == nullptr || found->values.empty() ? "-" : found->values.front();
  }
};

TEST_F(IamTargetsTest, OfGroups) {
  aws::iam::CreateGroupRequest create{{"/team/"}, {"dev"}};
  EXPECT_THAT(resources(targets(on_new_group<aws::iam::CreateGroupRequest>, create)),
              ElementsAre("arn:aws:iam::123456789012:group/team/dev"));
  ASSERT_TRUE(call(create_group, create));
  aws::iam::AttachGroupPolicyRequest attach{{"DEV"}, {"arn:aws:iam::aws:policy/X"}};
  const auto attached = targets(on_group<aws::iam::AttachGroupPolicyRequest>, attach);
  EXPECT_THAT(resources(attached), ElementsAre("arn:aws:iam::123456789012:group/team/dev"));
  EXPECT_EQ(value(attached.front(), "iam:PolicyARN"), "arn:aws:iam::aws:policy/X");
  // One that is not there is asked for by its name.
  attach.group_name = "none";
  EXPECT_THAT(resources(targets(on_group<aws::iam::AttachGroupPolicyRequest>, attach)),
              ElementsAre("arn:aws:iam::123456789012:group/none"));
}

TEST_F(IamTargetsTest, OfARenamedGroupAreBoth) {
  ASSERT_TRUE(call(create_group, aws::iam::CreateGroupRequest{{"/team/"}, {"dev"}}));
  aws::iam::UpdateGroupRequest update;
  update.group_name = "dev";
  EXPECT_THAT(resources(targets(on_group_update, update)),
              ElementsAre("arn:aws:iam::123456789012:group/team/dev"));
  update.new_group_name = "ops";
  EXPECT_THAT(resources(targets(on_group_update, update)),
              ElementsAre("arn:aws:iam::123456789012:group/team/dev",
                          "arn:aws:iam::123456789012:group/team/ops"));
  update.new_path = "/";
  EXPECT_THAT(resources(targets(on_group_update, update)),
              ElementsAre("arn:aws:iam::123456789012:group/team/dev",
                          "arn:aws:iam::123456789012:group/ops"));
}

TEST_F(IamTargetsTest, OfTagsOnPoliciesAndProfilesHaveTheirKeys) {
  aws::iam::CreatePolicyRequest create;
  create.policy_name = "p";
  create.tags = {{{"team", "a"}}};
  create.policy_document =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  const std::string arn = *call(create_policy, create)->policy->arn;
  aws::iam::TagPolicyRequest tag;
  tag.policy_arn = arn;
  tag.tags = {{{"cost", "b"}}};
  const auto tagged = targets(on_policy<aws::iam::TagPolicyRequest>, tag);
  ASSERT_EQ(tagged.size(), 1u);
  EXPECT_EQ(tagged.front().resource, arn);
  EXPECT_EQ(value(tagged.front(), "aws:RequestTag/cost"), "b");
  EXPECT_EQ(value(tagged.front(), "aws:TagKeys"), "cost");
  EXPECT_EQ(value(tagged.front(), "aws:ResourceTag/team"), "a");
  EXPECT_EQ(value(tagged.front(), "iam:PolicyARN"), "-") << "is of attachments";
  aws::iam::UntagInstanceProfileRequest untag;
  untag.instance_profile_name = "box";
  untag.tag_keys = {{"team"}};
  const auto untagged = targets(on_instance_profile<aws::iam::UntagInstanceProfileRequest>, untag);
  EXPECT_EQ(untagged.front().resource, "arn:aws:iam::123456789012:instance-profile/box");
  EXPECT_EQ(value(untagged.front(), "aws:TagKeys"), "team");
}

TEST_F(IamTargetsTest, OfAnArnAreWhatItNames) {
  aws::iam::ListPoliciesGrantingServiceAccessRequest request;
  for (const char* arn :
       {"arn:aws:iam::123456789012:user/ann", "arn:aws:iam::123456789012:role/task",
        "arn:aws:iam::123456789012:group/team/dev"}) {
    request.arn = arn;
    EXPECT_THAT(resources(targets(on_arn, request)), ElementsAre(arn));
  }
}

}  // namespace
}  // namespace berth::services::iam
