// What `berth up`, `berth server` and `berth agent` have in common: logging, the wait for the end.
#pragma once

#include <string>

#include "base/fault.h"
#include "net/runtime.h"

namespace berth::program {

/// Logs go to standard error, coloured on a terminal only. `level`: debug, info, warn or error.
void set_up_logging(const std::string& level);

/// One io_context a core.
std::size_t thread_count();

/// Blocks until SIGINT or SIGTERM.
void wait_for_end(net::Runtime& runtime);

/// The one-line reason on standard error; returns the exit status for it: 2 for what the command
/// line asked wrongly, else 1.
int report_failure(const char* command, const Fault& fault);

}  // namespace berth::program
