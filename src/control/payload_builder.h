// What an agent is to be told now: its tasks out of the store, as frames' messages.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aws/models/acs.h"
#include "base/clock.h"
#include "control/task_credentials.h"
#include "store/transaction.h"

namespace berth::control {

/// A task as a payload tells it, and what its acknowledgement will mean.
struct ToldTask {
  std::string arn;
  std::string desired_status;
  aws::acs::Task task;
};

/// The tasks of an instance that its agent has not acknowledged, or with `all` every one that has
/// not stopped, but for those that `skip` names; each running one with a fresh set of credentials.
/// A task whose roles cannot be assumed any more is stopped instead. Runs in a write.
std::vector<ToldTask> tasks_for_agent(const CredentialsParts& parts, store::Transaction& tx,
                                      const std::string& instance_arn, bool all,
                                      const std::function<bool(const ToldTask&)>& skip,
                                      TimePoint now);

/// Every task of the instance that has not stopped.
std::vector<aws::acs::TaskIdentifier> manifest_of(store::Transaction& tx,
                                                  const std::string& instance_arn);

/// Which of the tasks that an agent asks about are not to run there any more.
std::vector<aws::acs::TaskIdentifier> tasks_to_stop(
    store::Transaction& tx, const std::string& instance_arn,
    const std::vector<aws::acs::TaskIdentifier>& candidates);

}  // namespace berth::control
