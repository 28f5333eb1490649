// See serving.h.
#include "program/serving.h"

#include <csignal>
#include <iostream>
#include <thread>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

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

void wait_for_end(net::Runtime& runtime) {
  net::run_blocking(runtime.main_context(), []() -> net::Task<void> {
    const int signal = co_await net::wait_for_signal({SIGINT, SIGTERM});
    spdlog::info("stopping: signal {}", signal);
  });
}

int report_failure(const char* command, const Fault& fault) {
  std::cerr << "berth " << command << ": " << fault.message << "\n";
  const bool usage = fault.code == "InvalidOption" || fault.code == "UnsupportedStore" ||
                     fault.code == "InvalidSetting";
  return usage ? kWrongUsage : kFailed;
}

}  // namespace berth::program
