// The engine's process: started apart from ours, found again after a crash, ended for good.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"

namespace berth::agent {

/// A process that cannot be mistaken for another that got its number later.
struct ProcessIdentity {
  pid_t pid = 0;
  unsigned long long start_ticks = 0;  ///< since boot: field 22 of /proc/<pid>/stat
  std::string boot_id;

  bool operator==(const ProcessIdentity&) const = default;
};

/// The process that has this number now; `pid` 0 where there is none (or it is a zombie).
ProcessIdentity identify_process(pid_t pid);
/// Whether it still runs.
bool is_alive(const ProcessIdentity& process);

/// Starts `arguments` in a session of its own, so that a terminal's Ctrl-C does not reach it, with
/// nothing open but `log_path` as output. Fault "IoError".
Result<ProcessIdentity> start_detached(const std::vector<std::string>& arguments,
                                       const std::vector<std::string>& environment,
                                       const std::string& log_path);

/// Sends `signal` and waits at most `patience` for the process to end, a child or not. True: it has
/// ended.
bool end_process(const ProcessIdentity& process, int signal, std::chrono::milliseconds patience);

/// The process named `command` that was started with exactly this argument; `pid` 0: none.
ProcessIdentity find_process(const std::string& command, const std::string& argument);

/// Processes of that name (the kernel keeps 15 characters) whose command lines name something under
/// `exec_root`: "containerd", "containerd-shim".
std::vector<ProcessIdentity> processes_of(const std::string& exec_root, const std::string& command);

}  // namespace berth::agent
