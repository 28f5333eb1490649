// The terminal's side of the known-good procedure: steps as they end, Ctrl-C, a closed pipe.
#include "cli/doctor_procedure.h"

#include <csignal>
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "crypto/random.h"
#include "doctor/known_good/known_good.h"
#include "doctor/text.h"
#include "net/runtime.h"
#include "net/signals.h"

namespace berth::cli {
namespace {

/// Each signal asks once more. Ends with the runtime.
net::Task<void> ask_to_stop(std::shared_ptr<doctor::Stop> stop) {
  while (true) {
    std::vector<int> signals{SIGINT, SIGTERM, SIGHUP};
    co_await net::wait_for_signal(std::move(signals));
    stop->ask();
  }
}

/// What a terminal shows: a line that ticks in place, and above it what has ended.
class Screen {
 public:
  Screen(const DoctorOptions& options, std::ostream& out)
      : out_(out),
        format_{options.to_terminal, options.verbose},
        is_text_(options.output == "text"),
        ticks_(options.to_terminal && is_text_),
        redacts_(options.redact) {}

  void head(const std::string& subject) {
    if (is_text_) out_ << doctor::head_text(redacts_ ? doctor::redacted(subject) : subject);
  }
  void step(const doctor::Step& step) {
    if (!is_text_) return;
    clear();
    out_ << doctor::step_text(redacts_ ? doctor::redacted(step) : step, format_) << std::flush;
  }
  void tick(const std::string& what) {
    if (!ticks_) return;
    clear();
    constexpr std::size_t kShownMax = 90;
    out_ << "  … " << doctor::with_controls_shown(what).substr(0, kShownMax) << std::flush;
  }
  void clear() {
    if (ticks_) out_ << "\r\x1b[K";
  }

 private:
  std::ostream& out_;
  const doctor::TextFormat format_;
  const bool is_text_;
  const bool ticks_;
  const bool redacts_;
};

}  // namespace

net::Task<void> run_procedure(const doctor::Asking& asking, const DoctorOptions& options,
                              const doctor::Evidence& evidence, doctor::Diagnosis& diagnosis,
                              std::ostream& out) {
  // Who reads may have gone (`| head`): what was made has to be removed all the same.
  std::signal(SIGPIPE, SIG_IGN);
  auto stop = std::make_shared<doctor::Stop>(asking.context);
  net::spawn(asking.context, ask_to_stop(stop));
  diagnosis.subject = "the known-good procedure, " + diagnosis.subject;
  Screen screen(options, out);
  screen.head(diagnosis.subject);
  for (const doctor::Step& step : diagnosis.steps) screen.step(step);
  const doctor::Watcher watcher{[&screen](const doctor::Step& step) { screen.step(step); },
                                [&screen](const std::string& what) { screen.tick(what); }};
  crypto::SystemRandom random;
  doctor::KnownGoodPlan plan = doctor::make_plan(evidence, random);
  plan.image = options.image;
  plan.role = options.role;
  doctor::KnownGoodSettings settings;
  settings.keep = options.keep;
  settings.dry_run = options.dry_run;
  settings.patience = std::chrono::seconds(options.timeout_s);
  co_await doctor::go_on_with_known_good(asking, evidence, plan, settings, *stop, watcher,
                                         diagnosis);
  screen.clear();
}

}  // namespace berth::cli
