// Starts, adopts and ends dockerd.
#include "agent/private_engine/private_engine.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "agent/docker/docker_client.h"
#include "agent/docker/docker_host.h"
#include "agent/endpoints/rtnetlink.h"
#include "agent/private_engine/engine_paths.h"
#include "agent/private_engine/engine_process.h"
#include "agent/private_engine/engine_traces.h"
#include "base/file.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// After a crash the engine first waits for the containers that it finds: about 10 s.
constexpr seconds kStartPatience{90};
/// 13 s were seen where a container ignores SIGTERM.
constexpr seconds kStopPatience{30};

/// What survives a kill of Berth: which process the engine is, and what its end has to remove.
struct EngineRecord {
  ProcessIdentity process;
  std::vector<std::string> shared_paths;
};

std::string encode(const EngineRecord& record) {
  std::string text = fmt::format("process {} {} {}\n", record.process.pid,
                                 record.process.start_ticks, record.process.boot_id);
  for (const auto& path : record.shared_paths) text += "made " + path + "\n";
  return text;
}

EngineRecord decode(const std::string& text) {
  EngineRecord record;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string kind;
    fields >> kind;
    if (kind == "process") {
      fields >> record.process.pid >> record.process.start_ticks >> record.process.boot_id;
    } else if (kind == "made") {
      record.shared_paths.push_back(line.substr(5));
    }
  }
  return record;
}

std::vector<std::string> engine_arguments(const std::string& dockerd, const EnginePaths& paths) {
  // An exec root and a containerd namespace of its own keep it apart from any other engine, and
  // the empty settings file from the settings of one. Its control group can be removed whole.
  return {dockerd,
          "--config-file=" + paths.configuration,
          "--data-root=" + paths.data_root,
          "--exec-root=" + paths.exec_root,
          "--host=unix://" + paths.socket,
          "--group=root",
          "--pidfile=" + paths.pid_file,
          "--bridge=" + paths.name,
          "--iptables=false",
          "--ip6tables=false",
          "--ip-forward=false",
          "--live-restore",
          "--exec-opt=native.cgroupdriver=cgroupfs",
          "--cgroup-parent=/" + paths.name,
          "--containerd-namespace=" + paths.name,
          "--containerd-plugins-namespace=" + paths.name + "-plugins"};
}

/// Proxies reach the engine for its pulls; the credential endpoint is never behind one.
std::vector<std::string> engine_environment() {
  std::vector<std::string> environment = {
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"};
  for (const char* name : {"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "TMPDIR",
                           "DOCKER_RAMDISK", "SSL_CERT_FILE", "SSL_CERT_DIR"}) {
    if (const char* value = std::getenv(name)) {
      environment.push_back(fmt::format("{}={}", name, value));
    }
  }
  const char* no_proxy = std::getenv("NO_PROXY");
  if (no_proxy == nullptr) no_proxy = std::getenv("no_proxy");
  const std::string others =
      no_proxy != nullptr && *no_proxy != '\0' ? fmt::format(",{}", no_proxy) : std::string();
  environment.push_back("NO_PROXY=169.254.170.2,127.0.0.1,localhost" + others);
  return environment;
}

std::string last_lines(const std::string& path) {
  std::ifstream log(path);
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(line);
    if (lines.size() > 5) lines.pop_front();
  }
  std::string text;
  for (const auto& line : lines) text += "\n  " + line;
  return text;
}

/// An engine that starts listens before it answers.
bool answers(net::Runtime& runtime, const EnginePaths& paths) {
  if (!socket_answers(paths.socket)) return false;
  const auto origin = net::Origin::parse("unix://" + paths.socket);
  bool ok = false;
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    DockerClient docker(runtime.main_context(), *origin);
    const auto answered = co_await docker.ping();
    ok = answered.has_value();
  });
  return ok;
}

/// A call of the engine takes part of a second: a runtime of its own lasts as long.
std::vector<std::string> kill_containers_and_list_bridges(const std::string& docker_host) {
  std::vector<std::string> bridges;
  const auto origin = net::Origin::parse(docker_host);
  if (!origin) return bridges;
  net::Runtime runtime(1);
  net::run_blocking(runtime.main_context(), [&]() -> net::Task<void> {
    DockerClient docker(runtime.main_context(), *origin);
    const auto version = co_await docker.negotiate();
    if (!version) {
      spdlog::warn("the private engine does not answer: {}", version.error().message);
      co_return;
    }
    const auto networks = co_await docker.list_networks();
    if (networks) {
      for (const auto& network : *networks) {
        const std::string id = network.id.value_or("");
        if (network.driver.value_or("") == "bridge") bridges.push_back("br-" + id.substr(0, 12));
      }
    }
    const auto containers = co_await docker.list_containers({});
    if (!containers) co_return;
    for (const auto& container : *containers) {
      if (container.state.value_or("") == "running" || container.state.value_or("") == "paused") {
        co_await docker.kill_container(container.id.value_or(""), "KILL");
      }
    }
  });
  runtime.stop();
  return bridges;
}

}  // namespace

struct PrivateEngine::Impl {
  EnginePaths paths;
  EngineRecord record;
  bool adopted = false;
  std::function<void(const std::string&)> progress;

  Result<void> launch(const std::string& dockerd);
  Result<void> wait_until_it_answers();
  void clean();
};

Result<void> PrivateEngine::Impl::launch(const std::string& dockerd) {
  BERTH_TRY(make_directory(paths.data_root, 0711));
  BERTH_TRY(make_directory(paths.exec_root, 0711));
  BERTH_TRY(write_file_atomically(paths.configuration, "{}\n", 0600));
  // The containerd of a killed engine dies with it, but not at once: a new engine that sees it
  // would wait for it in vain. Its containers do not need it.
  for (const auto& process : processes_of(paths.exec_root, "containerd")) {
    if (!end_process(process, SIGTERM, seconds(5))) end_process(process, SIGKILL, seconds(5));
  }
  // A killed engine leaves them; their numbers may be zombies or other processes by now.
  ::unlink(paths.pid_file.c_str());
  ::unlink((paths.exec_root + "/containerd/containerd.pid").c_str());
  ::unlink(paths.socket.c_str());
  BERTH_TRY(prepare_bridge(paths.name));
  if (record.shared_paths.empty()) record.shared_paths = missing_shared_paths();
  record.process = {};
  BERTH_TRY(write_file_atomically(paths.record, encode(record), 0600));
  BERTH_ASSIGN(record.process,
               start_detached(engine_arguments(dockerd, paths), engine_environment(), paths.log));
  return write_file_atomically(paths.record, encode(record), 0600);
}

Result<void> PrivateEngine::Impl::wait_until_it_answers() {
  const auto started = std::chrono::steady_clock::now();
  int told = 0;
  net::Runtime runtime(1);
  while (!answers(runtime, paths)) {
    const auto waited =
        std::chrono::duration_cast<seconds>(std::chrono::steady_clock::now() - started);
    if (!is_alive(record.process) || waited > kStartPatience) {
      return fail(
          server_fault("EngineFailed", fmt::format("Docker Engine did not start; {} ends with:{}",
                                                   paths.log, last_lines(paths.log))));
    }
    if (progress && waited.count() > told) {
      told = static_cast<int>(waited.count());
      progress(fmt::format("waiting for Docker Engine to start ({} s)", told));
    }
    std::this_thread::sleep_for(milliseconds(50));
  }
  return {};
}

void PrivateEngine::Impl::clean() {
  for (const char* command : {"containerd-shim", "containerd"}) {
    for (const auto& process : processes_of(paths.exec_root, command)) {
      end_process(process, SIGKILL, seconds(5));
    }
  }
  remove_control_group(paths.name);
  unmount_below(paths.exec_root);
  unmount_below(paths.data_root);
  remove_folder(paths.exec_root);
  if (const auto removed = rtnetlink::remove_link(paths.name); !removed) {
    spdlog::warn("bridge {} stays: {}", paths.name, removed.error().message);
  }
  remove_shared_paths(record.shared_paths);
  ::unlink(paths.record.c_str());
}

Result<std::unique_ptr<PrivateEngine>> PrivateEngine::start(PrivateEngineOptions options) {
  const std::string dockerd = find_executable("dockerd");
  if (dockerd.empty()) {
    return fail(client_fault("NotFound", "There is no dockerd: sudo apt-get install docker.io"));
  }
  if (::geteuid() != 0) {
    return fail(client_fault("AccessDenied", "A Docker Engine of Berth's own needs root"));
  }
  auto impl = std::make_unique<Impl>();
  impl->paths = EnginePaths::of(options.state_dir);
  impl->progress = std::move(options.progress);
  BERTH_TRY(
      make_directory(impl->paths.data_root.substr(0, impl->paths.data_root.rfind('/')), 0711));
  impl->record = decode(read_file(impl->paths.record).value_or(""));
  if (!is_alive(impl->record.process)) {
    // A Berth killed before it could write the record has an engine as well.
    impl->record.process = find_process("dockerd", "--exec-root=" + impl->paths.exec_root);
  }
  impl->adopted = is_alive(impl->record.process);
  if (!impl->adopted) BERTH_TRY(impl->launch(dockerd));
  std::unique_ptr<PrivateEngine> engine(new PrivateEngine(std::move(impl)));
  if (auto answers = engine->impl_->wait_until_it_answers(); !answers) {
    if (!engine->adopted()) engine->stop();
    return fail(std::move(answers.error()));
  }
  return engine;
}

PrivateEngine::PrivateEngine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PrivateEngine::~PrivateEngine() = default;

std::string PrivateEngine::docker_host() const {
  return "unix://" + impl_->paths.socket;
}
std::string PrivateEngine::bridge() const {
  return impl_->paths.name;
}
bool PrivateEngine::adopted() const {
  return impl_->adopted;
}

void PrivateEngine::stop() {
  std::vector<std::string> bridges;
  if (socket_answers(impl_->paths.socket)) {
    bridges = kill_containers_and_list_bridges(docker_host());
  }
  if (!end_process(impl_->record.process, SIGTERM, kStopPatience)) {
    spdlog::warn("the private engine does not end by itself: killing it");
    end_process(impl_->record.process, SIGKILL, seconds(10));
  }
  for (const auto& bridge : bridges) {
    if (const auto removed = rtnetlink::remove_link(bridge); !removed) {
      spdlog::warn("bridge {} stays: {}", bridge, removed.error().message);
    }
  }
  impl_->clean();
}

}  // namespace berth::agent
