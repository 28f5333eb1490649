// What the known-good procedure makes: everything under one name of the doctor's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/models/ecs.h"
#include "base/random.h"
#include "doctor/evidence.h"

namespace berth::doctor {

/// The policy that AWS's page attaches to the task's role.
inline constexpr const char* kTaskPolicyArn =
    "arn:aws:iam::aws:policy/AmazonEC2ContainerServiceFullAccess";
/// Its successor, for where that is not to be had any more: AWS attaches it to no new role.
inline constexpr const char* kTaskPolicySuccessorArn =
    "arn:aws:iam::aws:policy/AmazonECS_FullAccess";
/// All names begin so.
inline constexpr const char* kNameStem = "berth-doctor-";
/// The tag on all that is made, and its value.
inline constexpr const char* kTagKey = "created-by";
inline constexpr const char* kTagValue = "berth-doctor";
/// The definition's one container, as on AWS's page.
inline constexpr const char* kContainerName = "amazonlinux";

struct KnownGoodPlan {
  std::string name;  ///< "berth-doctor-0123abcd": of the log group, the role and the family
  std::string region;
  std::string cluster;                ///< name
  std::string account;                ///< 12 digits; may be empty
  std::string partition = "aws";      ///< of ARNs
  std::string image = "amazonlinux";  ///< needs bash and the AWS CLI
  std::string role;                   ///< to use in place of one of its own; may be empty

  bool makes_role() const { return role.empty(); }
  std::string role_name() const;
  /// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
  std::string arn(const std::string& service, const std::string& resource) const;
};

/// A plan with a new name, for what `evidence` is of.
KnownGoodPlan make_plan(const Evidence& evidence, Random& random);

/// ecs-tasks.amazonaws.com may assume it.
std::string trust_document();

/// AWS's command in the plan's region, then the status of ten questions at once to the credential
/// endpoint where AWS's command succeeded; leaves with the status of AWS's.
std::string command_of(const KnownGoodPlan& plan);

/// AWS's definition with the plan's names.
aws::ecs::RegisterTaskDefinitionRequest definition_of(const KnownGoodPlan& plan);

/// The name of the container's log stream.
std::string stream_of(const KnownGoodPlan& plan, const std::string& task_arn);

/// The statuses that command_of() printed as its last line; nothing where the line is another.
std::optional<std::vector<int>> endpoint_statuses(const std::string& line);

}  // namespace berth::doctor
