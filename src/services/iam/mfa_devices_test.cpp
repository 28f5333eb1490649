// Virtual MFA devices, from the seed to the second factor; service-linked roles, which nobody
// changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "crypto/one_time_code.h"
#include "services/iam/operations.h"
#include "services/mfa_codes.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

template <class T>
std::string outcome_of(const Result<T>& result) {
  return result ? "done" : result.error().code + ": " + result.error().message;
}

class MfaDevicesTest : public ServiceTest {
 protected:
  static constexpr const char* kSerial = "arn:aws:iam::123456789012:mfa/x/phone";

  void SetUp() override {
    for (const char* name : {"ann", "bob"}) {
      aws::iam::CreateUserRequest user;
      user.user_name = name;
      ASSERT_TRUE(call(create_user, user));
    }
    request_.path = "/x/";
    request_.virtual_mfa_device_name = "phone";
    const auto made = call(create_virtual_mfa_device, request_);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->virtual_mfa_device->serial_number, kSerial);
    EXPECT_THAT(*made->virtual_mfa_device->base32_string_seed,
                testing::MatchesRegex("[A-Z2-7]{64}"));
    EXPECT_EQ(made->virtual_mfa_device->qr_code_png->substr(1, 3), "PNG");
    ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
      const auto device = store::find_mfa_device(context.tx, kSerial);
      seed_ = *crypto::base64_decode(device->seed.reveal());
      return {};
    }));
    EXPECT_EQ(crypto::base32_encode(seed_), *made->virtual_mfa_device->base32_string_seed);
  }
  std::string code(std::int64_t away) {
    return crypto::one_time_code(seed_, step_at(clock_.now()) + away);
  }
  std::string enable(const std::string& first, const std::string& second,
                     const std::string& user = "ann") {
    aws::iam::EnableMFADeviceRequest request;
    request.user_name = user;
    request.serial_number = kSerial;
    request.authentication_code1 = first;
    request.authentication_code2 = second;
    return outcome_of(call(enable_mfa_device, request));
  }
  std::size_t listed(const char* status) {
    aws::iam::ListVirtualMFADevicesRequest request;
    request.assignment_status = status;
    return call(list_virtual_mfa_devices, request)->virtual_mfa_devices->size();
  }

  aws::iam::CreateVirtualMFADeviceRequest request_;
  std::string seed_;
};

TEST_F(MfaDevicesTest, AreEnabledByTwoCodesInARow) {
  EXPECT_EQ(outcome_of(call(create_virtual_mfa_device, request_)),
            "EntityAlreadyExists: MFADevice entity at the same path and name already exists.");
  const std::string wrong =
      "InvalidAuthenticationCode: Authentication code for device is not valid.";
  EXPECT_EQ(enable(code(0), code(0)), wrong);
  EXPECT_EQ(enable(code(0), code(-1)), wrong);
  EXPECT_EQ(enable("000000", "000001"), wrong);
  EXPECT_EQ(listed("Assigned"), 0u);
  EXPECT_EQ(enable(code(-1), code(0)), "done");
  EXPECT_EQ(enable(code(0), code(1), "bob"), "EntityAlreadyExists: MFA Device is already in use.");
  EXPECT_EQ(listed("Assigned"), 1u);
  EXPECT_EQ(listed("Unassigned"), 0u);
  EXPECT_EQ(listed("Any"), 1u);
  aws::iam::ListMFADevicesRequest list;
  list.user_name = "ann";
  EXPECT_EQ(call(list_mfa_devices, list)->mfa_devices->front().enable_date, clock_.now());
  aws::iam::GetMFADeviceRequest get;
  get.serial_number = kSerial;
  EXPECT_EQ(call(get_mfa_device, get)->user_name, "ann");
  get.user_name = "bob";
  EXPECT_EQ(outcome_of(call(get_mfa_device, get)), "NoSuchEntity: MFA Device invalid for user.");
}

TEST_F(MfaDevicesTest, GoOnlyWhenNobodyHasThem) {
  ASSERT_EQ(enable(code(-1), code(0)), "done");
  aws::iam::DeleteVirtualMFADeviceRequest gone;
  gone.serial_number = kSerial;
  EXPECT_EQ(outcome_of(call(delete_virtual_mfa_device, gone)),
            "DeleteConflict: MFA VirtualDevice in use. Must deactivate first.");
  aws::iam::DeleteUserRequest user;
  user.user_name = "ann";
  EXPECT_EQ(outcome_of(call(delete_user, user)),
            "DeleteConflict: Cannot delete entity, must delete MFA device first.");
  aws::iam::DeactivateMFADeviceRequest deactivate;
  deactivate.user_name = "bob";
  deactivate.serial_number = kSerial;
  EXPECT_EQ(outcome_of(call(deactivate_mfa_device, deactivate)),
            "NoSuchEntity: MFA Device invalid for user.");
  deactivate.user_name = "ann";
  EXPECT_EQ(outcome_of(call(deactivate_mfa_device, deactivate)), "done");
  EXPECT_EQ(outcome_of(call(delete_virtual_mfa_device, gone)), "done");
  EXPECT_EQ(outcome_of(call(delete_virtual_mfa_device, gone)),
            std::string("NoSuchEntity: VirtualMFADevice with serial number ") + kSerial +
                " doesn't exist.");
  EXPECT_EQ(outcome_of(call(delete_user, user)), "done");
}

TEST_F(MfaDevicesTest, AreFollowedWhenTheirClockGoesAstray) {
  ASSERT_EQ(enable(code(-1), code(0)), "done");
  ASSERT_TRUE(in_context([](Context& context) -> Result<void> {
    auto device = store::find_mfa_device(context.tx, kSerial);
    device->guesses = 9;
    device->closed_until_ms = to_epoch_ms(context.now) + 1000;
    store::update_mfa_device(context.tx, *device);
    return {};
  }));
  aws::iam::ResyncMFADeviceRequest request;
  request.user_name = "ann";
  request.serial_number = kSerial;
  request.authentication_code1 = code(100);
  request.authentication_code2 = code(101);
  ASSERT_EQ(outcome_of(call(resync_mfa_device, request)), "done");
  clock_.advance(std::chrono::seconds(60));
  ASSERT_TRUE(in_context([this](Context& context) -> Result<void> {
    const auto device = store::find_mfa_device(context.tx, kSerial);
    EXPECT_EQ(device->guesses, 0);
    EXPECT_EQ(device->closed_until_ms, 0);
    EXPECT_TRUE(accepted_step(*device, code(101), clock_.now()));
    EXPECT_FALSE(accepted_step(*device, code(0), clock_.now()));
    return {};
  }));
}

TEST_F(MfaDevicesTest, ServiceLinkedRolesAreTheirServices) {
  aws::iam::CreateServiceLinkedRoleRequest create;
  create.aws_service_name = "ecs.amazonaws.com";
  const auto made = call(create_service_linked_role, create);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->role->arn,
            "arn:aws:iam::123456789012:role/aws-service-role/ecs.amazonaws.com/"
            "AWSServiceRoleForECS");
  EXPECT_EQ(outcome_of(call(create_service_linked_role, create)),
            "InvalidInput: Service role name AWSServiceRoleForECS has been taken in this account, "
            "please try a different suffix.");
  create.custom_suffix = "x";
  EXPECT_EQ(outcome_of(call(create_service_linked_role, create)),
            "InvalidInput: Custom suffix is not allowed for ecs.amazonaws.com");
  create.aws_service_name = "autoscaling.amazonaws.com";
  EXPECT_EQ(call(create_service_linked_role, create)->role->role_name,
            "AWSServiceRoleForAutoScaling_x");
  create.aws_service_name = "none.amazonaws.com";
  EXPECT_EQ(call(create_service_linked_role, create).error().code, "InvalidInput");

  aws::iam::ListAttachedRolePoliciesRequest attached;
  attached.role_name = "AWSServiceRoleForECS";
  EXPECT_EQ(call(list_attached_role_policies, attached)->attached_policies->front().policy_arn,
            "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy");
  const std::string protected_role =
      "UnmodifiableEntity: Cannot perform the operation on the protected role "
      "'AWSServiceRoleForECS' - this role is only modifiable by AWS";
  aws::iam::DeleteRoleRequest remove;
  remove.role_name = "AWSServiceRoleForECS";
  EXPECT_EQ(outcome_of(call(delete_role, remove)), protected_role);
  aws::iam::DetachRolePolicyRequest detach;
  detach.role_name = "AWSServiceRoleForECS";
  detach.policy_arn = "arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy";
  EXPECT_EQ(outcome_of(call(detach_role_policy, detach)), protected_role);
  aws::iam::AttachRolePolicyRequest attach;
  attach.role_name = "plain";
  attach.policy_arn = detach.policy_arn;
  aws::iam::CreateRoleRequest plain;
  plain.role_name = "plain";
  plain.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
  ASSERT_TRUE(call(create_role, plain));
  EXPECT_EQ(outcome_of(call(attach_role_policy, attach)),
            "PolicyNotAttachable: Cannot attach a Service Role Policy to a Customer Role.");
  aws::iam::UpdateRoleRequest update;
  update.role_name = "AWSServiceRoleForECS";
  update.description = "mine";
  EXPECT_EQ(outcome_of(call(update_role, update)), "done");
  update.max_session_duration = 7200;
  EXPECT_EQ(call(update_role, update).error().code, "UnmodifiableEntity");
}

TEST_F(MfaDevicesTest, ServiceLinkedRolesGoByATask) {
  aws::iam::CreateServiceLinkedRoleRequest create;
  create.aws_service_name = "ecs.amazonaws.com";
  ASSERT_TRUE(call(create_service_linked_role, create));
  aws::iam::DeleteServiceLinkedRoleRequest gone;
  gone.role_name = "AWSServiceRoleForECS";
  const auto task = call(delete_service_linked_role, gone);
  ASSERT_TRUE(task) << task.error().message;
  EXPECT_THAT(*task->deletion_task_id,
              testing::StartsWith("task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/"));
  aws::iam::GetServiceLinkedRoleDeletionStatusRequest status;
  status.deletion_task_id = task->deletion_task_id;
  EXPECT_EQ(call(get_service_linked_role_deletion_status, status)->status, "SUCCEEDED");
  status.deletion_task_id = "task/none";
  EXPECT_EQ(call(get_service_linked_role_deletion_status, status).error().code, "NoSuchEntity");
  EXPECT_EQ(call(delete_service_linked_role, gone).error().code, "NoSuchEntity");
  aws::iam::CreateRoleRequest plain;
  plain.role_name = "plain";
  plain.assume_role_policy_document =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
      R"({"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
  ASSERT_TRUE(call(create_role, plain));
  gone.role_name = "plain";
  EXPECT_EQ(call(delete_service_linked_role, gone).error().code, "NoSuchEntity");
  plain.role_name = "fake";
  plain.path = "/aws-service-role/ecs.amazonaws.com/";
  EXPECT_EQ(call(create_role, plain).error().code, "InvalidInput");
}

}  // namespace
}  // namespace berth::services::iam
