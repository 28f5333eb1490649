// The tag that puts a role under audit takes a permission of its own.
#include "services/audit_tag.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/targets.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;

class AuditTagTest : public ServiceTest {
 protected:
  template <class Input>
  std::vector<std::string> actions(Result<Targets> (*targets)(Context&, const Input&),
                                   const Input& input) {
    std::vector<std::string> out;
    EXPECT_TRUE(in_context([&](Context& context) -> Result<void> {
      BERTH_ASSIGN(const Targets found, targets(context, input));
      for (const Target& each : found) {
        EXPECT_EQ(each.resource, "arn:aws:iam::123456789012:role/web");
        out.push_back(each.action);
      }
      return {};
    }));
    return out;
  }
};

TEST_F(AuditTagTest, TaggingARoleForAuditAsksTwice) {
  aws::iam::TagRoleRequest request;
  request.role_name = "web";
  request.tags.emplace().push_back({"team", "a"});
  EXPECT_THAT(actions(on_role<aws::iam::TagRoleRequest>, request), ElementsAre(""));
  request.tags->push_back({"berth:iam", "enforce"});
  EXPECT_THAT(actions(on_role<aws::iam::TagRoleRequest>, request), ElementsAre(""));
  request.tags->push_back({"berth:iam", "audit"});
  EXPECT_THAT(actions(on_role<aws::iam::TagRoleRequest>, request),
              ElementsAre("", "berth:SetAuditMode"));
}

TEST_F(AuditTagTest, SoDoesMakingOne) {
  aws::iam::CreateRoleRequest request;
  request.role_name = "web";
  request.tags.emplace().push_back({"berth:iam", "audit"});
  EXPECT_THAT(actions(on_new_role<aws::iam::CreateRoleRequest>, request),
              ElementsAre("", "berth:SetAuditMode"));
}

TEST_F(AuditTagTest, TakingItAwayDoesNot) {
  aws::iam::UntagRoleRequest request;
  request.role_name = "web";
  request.tag_keys.emplace().push_back("berth:iam");
  EXPECT_THAT(actions(on_role<aws::iam::UntagRoleRequest>, request), ElementsAre(""));
}

}  // namespace
}  // namespace berth::services::iam
