// fork and exec without a shell, and process descriptors that survive the reuse of numbers.
#include "agent/private_engine/engine_process.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace berth::agent {
namespace {

std::string slurp(const std::string& path) {
  const std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (const auto& text : texts) result.push_back(const_cast<char*>(text.c_str()));
  result.push_back(nullptr);
  return result;
}

/// Between fork and exec: only what is safe there.
[[noreturn]] void become(char* const* arguments, char* const* environment, int log, int failure) {
  ::setsid();
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCHLD, SIGQUIT}) {
    ::signal(number, SIG_DFL);
  }
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, 0);
  ::dup2(log, 1);
  ::dup2(log, 2);
  ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  if (::chdir("/") == 0) ::execve(arguments[0], arguments, environment);
  const int error = errno;
  ::_exit(::write(failure, &error, sizeof error) < 0 ? 126 : 127);
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    const auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
    if (bad == std::errc() && end == name.data() + name.size()) found.push_back(pid);
  }
  return found;
}

}  // namespace

ProcessIdentity identify_process(pid_t pid) {
  const std::string stat = slurp(fmt::format("/proc/{}/stat", pid));
  // The second field is the command in parentheses, which may hold anything.
  const std::size_t end = stat.rfind(')');
  if (pid <= 0 || end == std::string::npos) return {};
  std::istringstream fields(stat.substr(end + 1));
  std::string state, skipped;
  fields >> state;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  ProcessIdentity process;
  fields >> process.start_ticks;
  if (!fields || state == "Z" || state == "X") return {};
  process.pid = pid;
  process.boot_id = slurp("/proc/sys/kernel/random/boot_id");
  while (!process.boot_id.empty() && process.boot_id.back() == '\n') process.boot_id.pop_back();
  return process;
}

bool is_alive(const ProcessIdentity& process) {
  return process.pid > 0 && identify_process(process.pid) == process;
}

Result<ProcessIdentity> start_detached(const std::vector<std::string>& arguments,
                                       const std::vector<std::string>& environment,
                                       const std::string& log_path) {
  const int log = ::open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) {
    return fail(server_fault("IoError", fmt::format("{}: {}", log_path, std::strerror(errno))));
  }
  // Closed by a successful exec, written to by a failed one.
  int failure[2] = {-1, -1};
  if (::pipe2(failure, O_CLOEXEC) != 0) {
    ::close(log);
    return fail(server_fault("IoError", fmt::format("pipe: {}", std::strerror(errno))));
  }
  const auto argument_pointers = pointers(arguments);
  const auto environment_pointers = pointers(environment);
  const pid_t child = ::fork();
  if (child == 0) become(argument_pointers.data(), environment_pointers.data(), log, failure[1]);
  int error = child < 0 ? errno : 0;
  ::close(log);
  ::close(failure[1]);
  if (child > 0 && ::read(failure[0], &error, sizeof error) > 0) ::waitpid(child, nullptr, 0);
  ::close(failure[0]);
  if (error != 0) {
    return fail(server_fault("IoError", fmt::format("{}: {}", arguments[0], std::strerror(error))));
  }
  return identify_process(child);
}

bool end_process(const ProcessIdentity& process, int signal, std::chrono::milliseconds patience) {
  // By number: glibc 2.36 declares both without C linkage.
  const int descriptor =
      process.pid > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)) : -1;
  // Opened first, compared then: from here on the descriptor means this process.
  if (descriptor < 0 || !is_alive(process)) {
    if (descriptor >= 0) ::close(descriptor);
    if (process.pid > 0) ::waitpid(process.pid, nullptr, WNOHANG);
    return true;
  }
  ::syscall(SYS_pidfd_send_signal, descriptor, signal, nullptr, 0);
  pollfd wait{descriptor, POLLIN, 0};
  const bool ended = ::poll(&wait, 1, static_cast<int>(patience.count())) == 1;
  ::close(descriptor);
  if (ended) ::waitpid(process.pid, nullptr, WNOHANG);  // where it was our child
  return ended;
}

ProcessIdentity find_process(const std::string& command, const std::string& argument) {
  for (const pid_t pid : all_processes()) {
    const std::string process = fmt::format("/proc/{}", pid);
    if (slurp(process + "/comm") != command + "\n") continue;
    const std::string arguments = '\0' + slurp(process + "/cmdline");
    if (arguments.find('\0' + argument + '\0') != std::string::npos) return identify_process(pid);
  }
  return {};
}

std::vector<ProcessIdentity> processes_of(const std::string& exec_root,
                                          const std::string& command) {
  std::vector<ProcessIdentity> found;
  for (const pid_t pid : all_processes()) {
    const std::string path = fmt::format("/proc/{}", pid);
    if (slurp(path + "/comm") != command + "\n") continue;
    if (slurp(path + "/cmdline").find(exec_root + "/") == std::string::npos) continue;
    if (auto process = identify_process(pid); process.pid > 0) found.push_back(std::move(process));
  }
  return found;
}

}  // namespace berth::agent
