// How tasks are told back: Submit*StateChange, in order, until the control plane has acknowledged.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "agent/task_record.h"
#include "aws/models/ecs.h"
#include "base/result.h"
#include "net/asio.h"
#include "net/notification.h"

namespace berth::agent {

/// One report, and what its acknowledgement means.
struct Report {
  std::string task_arn;
  Status status = Status::kNone;  ///< of the task; kNone: a container's
  std::function<net::Task<Result<void>>()> send;
};

/// A queue for each task, drained one report at a time; a report that does not get through is sent
/// again after 250 ms to 30 s. One that the control plane refuses for good is dropped, with a line
/// in the log. Use from one io_context; outlives nothing: make it last, stop() it first.
class StateReporter {
 public:
  explicit StateReporter(net::asio::io_context& context);

  /// `acknowledged` hears of each task status that got through or was refused for good.
  void set_acknowledged(std::function<void(const std::string& task_arn, Status)> acknowledged);

  void add(Report report);
  /// The control plane is back: what waits is sent now.
  void retry_now();
  void stop();

  /// Nothing is waiting to be sent.
  bool idle() const { return queues_.empty(); }

 private:
  net::Task<void> drain(std::string task_arn);

  net::asio::io_context& context_;
  std::shared_ptr<net::Notification> wake_;
  std::function<void(const std::string&, Status)> acknowledged_;
  std::map<std::string, std::deque<Report>> queues_;
  bool stopped_ = false;
};

/// SubmitTaskStateChange's input: the task at `status`, with every container that ran no further
/// than that.
aws::ecs::SubmitTaskStateChangeRequest make_task_report(const TaskRecord& task, Status status,
                                                        const std::string& cluster);

/// SubmitContainerStateChange's input.
aws::ecs::SubmitContainerStateChangeRequest make_container_report(const TaskRecord& task,
                                                                  const ContainerRecord& container,
                                                                  const std::string& cluster);

}  // namespace berth::agent
