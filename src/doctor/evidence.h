// What was seen: every answer and every refusal that a diagnosis stands on. Plain values, all of
// them optional, so that a detector is tried with evidence written by hand.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/logs.h"
#include "aws/models/sts.h"
#include "base/clock.h"
#include "base/fault.h"

namespace berth::doctor {

/// One question: not asked, answered, or refused.
template <class T>
struct Asked {
  std::string question;  ///< "iam:GetRole web"; empty: it was not asked
  std::optional<T> answer;
  std::optional<Fault> refusal;
  TimePoint at{};

  bool was_refused_as(std::string_view code) const { return refusal && refusal->code == code; }
  const T* operator->() const { return &*answer; }
  explicit operator bool() const { return answer.has_value(); }
};

/// A policy document as it was fetched.
struct PolicyText {
  std::string name;      ///< a managed policy's ARN, else an inline policy's name
  bool managed = false;  ///< `name` is an ARN
  std::string document;
  std::string question;  ///< by which it was fetched
};

/// What an identity's policies say. Absence of a permission may be claimed only where nothing is
/// in `unread`.
struct Policies {
  std::vector<PolicyText> identity;
  std::optional<PolicyText> boundary;
  std::vector<std::string> unread;  ///< questions that were refused, with the code

  bool is_complete() const { return unread.empty(); }
};

/// A role as a task definition or an override names it.
struct RoleSeen {
  std::string member = "taskRoleArn";  ///< of the definition; else "executionRoleArn"
  std::string given;                   ///< "web", "arn:aws:iam::123456789012:role/web"
  std::string name;                    ///< the last segment
  Asked<aws::iam::Role> role;
  Policies policies;
  std::vector<std::string> alike;  ///< where it is not there: ARNs of roles with that last segment
};

/// Where a container's output goes with awslogs, and the last of it.
struct LogSeen {
  std::string container;
  std::string group;
  std::string region;
  std::string stream;  ///< empty where it is not known
  bool creates_group = false;
  Asked<bool> group_exists;
  Asked<std::vector<aws::logs::OutputLogEvent>> lines;  ///< the oldest first
  std::vector<std::string> regions_with_group;          ///< other regions, where it is missing
};

/// Who asks the doctor.
struct CallerSeen {
  Asked<aws::sts::GetCallerIdentityResponse> identity;
  std::optional<Policies> policies;  ///< absent where they were not asked for, and for the root
};

/// Where the known-good procedure did not go on.
struct AttemptSeen {
  std::string question;  ///< "ecs:RunTask berth-doctor-0123abcd:1"
  Fault refusal;         ///< of RunTask's failures: status 200, the reason as code
  TimePoint at{};
};

/// What the diagnosis is of.
enum class Subject { kCluster, kDefinition, kTask };

struct Evidence {
  Subject subject = Subject::kCluster;
  TimePoint now{};
  std::string region;
  std::string cluster;  ///< as it was asked for, or as the task's ARN has it
  std::string task;     ///< as it was asked for
  std::string definition_name;
  std::string container;  ///< only this one, where it is named

  CallerSeen caller;
  Asked<aws::ecs::Cluster> cluster_seen;
  Asked<aws::ecs::Task> task_seen;
  std::vector<std::string> task_elsewhere;  ///< ARNs of clusters that have the task
  Asked<aws::ecs::TaskDefinition> definition;
  Asked<aws::ecs::TaskDefinition> newest;  ///< the family's newest ACTIVE revision
  /// Where it is not there: ACTIVE revisions of the family, else families of like names.
  Asked<std::vector<std::string>> definitions_alike;
  Asked<std::vector<aws::ecs::ContainerInstance>> instances;
  std::optional<RoleSeen> task_role;        ///< the one in force: the override's, if there is one
  std::optional<RoleSeen> definition_role;  ///< where an override replaced it
  std::optional<RoleSeen> execution_role;
  std::vector<LogSeen> logs;

  // Of the known-good procedure alone.
  std::optional<AttemptSeen> attempt;
  std::vector<int> endpoint_statuses;  ///< of its task's questions at once to the endpoint
};

/// The elements of a member that may be absent.
template <class T>
const std::vector<T>& items(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> kNone;
  return list ? *list : kNone;
}

/// The definition's containers; none where it was not fetched.
const std::vector<aws::ecs::ContainerDefinition>& containers_of(const Evidence& evidence);
/// The definition's container of that name, or null.
const aws::ecs::ContainerDefinition* container_of(const Evidence& evidence,
                                                  const std::string& name);

/// The value of a variable that the definition or the task's override sets for a container. A
/// secret's value is not known: it counts as set, with the value "".
std::optional<std::string> variable_of(const Evidence& evidence, const std::string& container,
                                       const std::string& name);

/// The task definition has a role, or the override has.
bool has_task_role(const Evidence& evidence);
/// The task got as far as running its containers.
bool has_started(const Evidence& evidence);
/// The task has stopped and ended well: a container left with 0, and the others did too or were
/// stopped then.
bool has_succeeded(const Evidence& evidence);
/// Somebody or its service stopped it.
bool was_stopped(const Evidence& evidence);
/// The task has stopped, and neither of these.
bool has_failed(const Evidence& evidence);
/// A container's exit status in the task; nothing while it runs.
std::optional<int> exit_code_of(const Evidence& evidence, const std::string& container);
/// 137 and 143: ended by SIGKILL or SIGTERM.
bool is_killed(int exit_code);
/// "none", "host", "bridge", "awsvpc": the definition's, "bridge" where it has none.
std::string network_mode_of(const Evidence& evidence);
/// "definition family:3", as findings name it.
std::string definition_label(const Evidence& evidence);
/// The account's 12 digits, from the caller or the task's ARN; empty where neither is known.
std::string account_of(const Evidence& evidence);

}  // namespace berth::doctor
