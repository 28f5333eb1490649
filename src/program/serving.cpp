// See serving.h.
#include "program/serving.h"

#include <csignal>
#include <iostream>
#include <thread>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "agent/endpoints/served_names.h"
#include "base/file.h"
#include "crypto/authority.h"
#include "net/signals.h"
#include "program/commands.h"

namespace berth::program {

void set_up_logging(const std::string& level) {
  spdlog::set_default_logger(spdlog::stderr_color_mt("berth"));
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
  spdlog::set_level(spdlog::level::from_str(level));
}

std::size_t thread_count() {
  const std::size_t cores = std::thread::hardware_concurrency();
  return cores < 2 ? 2 : cores;
}

EndSignal::EndSignal(net::Runtime& runtime) : state_(std::make_shared<State>()) {
  net::spawn(runtime.main_context(), [](std::shared_ptr<State> state) -> net::Task<void> {
    std::vector<int> signals{SIGINT, SIGTERM};
    const int signal = co_await net::wait_for_signal(std::move(signals));
    spdlog::info("stopping: signal {}", signal);
    state->came = true;
    state->promise.set_value();
  }(state_));
}

void EndSignal::wait() {
  state_->promise.get_future().wait();
}

std::string authority_dir(const std::string& state_dir) {
  return state_dir + "/authority";
}

Result<std::shared_ptr<crypto::TlsContext>> make_server_tls(const std::string& state_dir,
                                                            const Clock& clock) {
  const std::string directory = authority_dir(state_dir);
  BERTH_TRY(make_directory(directory, 0700));
  BERTH_ASSIGN(const auto authority, crypto::Authority::open(directory, clock.now()));
  BERTH_ASSIGN(crypto::Certificate localhost,
               crypto::open_localhost_certificate(directory, clock.now()));
  return std::make_shared<crypto::TlsContext>(
      crypto::certificates_of(authority, agent::is_served_name, clock), std::move(localhost));
}

int report_failure(const char* command, const Fault& fault) {
  std::cerr << "berth " << command << ": " << fault.message << "\n";
  const bool usage = fault.code == "InvalidOption" || fault.code == "UnsupportedStore" ||
                     fault.code == "InvalidSetting";
  return usage ? cli::kWrongUsage : cli::kFailed;
}

}  // namespace berth::program
