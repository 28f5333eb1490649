// `berth server`: the control plane alone.
#include <iostream>

#include <unistd.h>

#include "cli/running.h"
#include "program/commands.h"
#include "program/control_plane.h"
#include "program/serving.h"

namespace berth::program {

int run_server(const cli::CommonOptions& options) {
  set_up_logging(options.log_level);
  net::Runtime runtime(thread_count());
  EndSignal end(runtime);
  auto plane = ControlPlane::start(runtime, options, false);
  if (!plane) return report_failure("server", plane.error());
  const cli::RunningBerth running{(*plane)->endpoint(), options.region, ::getpid()};
  const auto written = cli::write_running(options.state_dir, running);
  if (!written) return report_failure("server", written.error());
  (*plane)->set_ready();
  std::cout << "Berth's control plane serves at " << running.endpoint << "\n"
            << "Point a client at it:  eval \"$(berth env --state-dir " << options.state_dir
            << ")\"\n"
            << std::flush;
  end.wait();
  cli::remove_running(options.state_dir);
  (*plane)->stop();
  runtime.stop();
  return cli::kDone;
}

}  // namespace berth::program
