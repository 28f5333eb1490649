// What `berth up`, `berth server` and `berth agent` have in common: logging, the wait for the end.
#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/tls_context.h"
#include "net/runtime.h"

namespace berth::program {

/// Logs go to standard error, coloured on a terminal only. `level`: debug, info, warn or error.
void set_up_logging(const std::string& level);

/// One io_context a core.
std::size_t thread_count();

/// SIGINT or SIGTERM, caught from the start on: what has begun to start is undone in order. A
/// second one ends the process at once.
class EndSignal {
 public:
  explicit EndSignal(net::Runtime& runtime);
  /// One came already.
  bool came() const { return state_->came; }
  /// Blocks until one comes.
  void wait();

 private:
  struct State {
    std::atomic<bool> came{false};
    std::promise<void> promise;
  };
  std::shared_ptr<State> state_;
};

/// For clients that speak TLS to the control plane's port: AWS's names under the installation's
/// authority, else a certificate for localhost. Both are kept in authority_dir(). `clock` outlives
/// the context.
Result<std::shared_ptr<crypto::TlsContext>> make_server_tls(const std::string& state_dir,
                                                            const Clock& clock);

/// Where an installation keeps its certificate authority: "<state dir>/authority".
std::string authority_dir(const std::string& state_dir);

/// The one-line reason on standard error; returns the exit status for it: 2 for what the command
/// line asked wrongly, else 1.
int report_failure(const char* command, const Fault& fault);

}  // namespace berth::program
