// The diagnosis as a story for people.
#include <string>
#include <utility>

#include "base/time_format.h"
#include "doctor/diagnosis.h"
#include "doctor/text.h"

namespace berth::doctor {
namespace {

constexpr std::size_t kWidth = 100;

class Story {
 public:
  explicit Story(const TextFormat& format) : format_(format) {}

  void begin(const std::string& subject) {
    line(0, "berth doctor: " + subject);
    out_ += '\n';
  }

  void tell(const Step& step) {
    static constexpr std::pair<const char*, const char*> kMarks[] = {
        {"✓", "32"}, {"✗", "31"}, {"-", "33"}, {"!", "33"}};
    const auto& [mark, colour] = kMarks[static_cast<std::size_t>(step.status)];
    constexpr std::size_t kIndent = 20;
    std::string name = step.id;
    name.resize(kIndent - 4, ' ');
    const std::string detail = with_controls_shown(step.detail.substr(0, 600));
    out_ += "  " + coloured(mark, colour) + " " + name + wrapped(detail, kWidth, kIndent) + '\n';
  }

  void end(const Diagnosis& diagnosis) {
    out_ += '\n';
    verdict(diagnosis);
    for (const Finding& cause : diagnosis.causes) tell(cause, "31", "The cause");
    for (const Finding& one : diagnosis.possible) tell(one, "33", "Possible");
    for (const Proof& proof : diagnosis.unexplained) tell(proof, 2);
    if (!diagnosis.again.empty()) {
      out_ += '\n';
      line(0, "Look again after it is mended, one cause can hide another:");
      out_ += "    " + with_controls_shown(diagnosis.again) + '\n';
    }
    rest(diagnosis);
    if (diagnosis.permissions.empty()) return;
    out_ += '\n';
    line(0, "With this policy the caller may do all of it:");
    out_ += with_controls_shown(diagnosis.permissions) + '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  std::string coloured(const std::string& text, const char* colour) const {
    return format_.colour ? "\x1b[" + std::string(colour) + "m" + text + "\x1b[0m" : text;
  }

  /// A line of what may be anybody's text, broken at the width; what follows is `hang` deeper.
  void line(std::size_t indent, const std::string& text, std::size_t hang = 0) {
    out_ +=
        std::string(indent, ' ') + wrapped(with_controls_shown(text), kWidth, indent + hang) + '\n';
  }

  void verdict(const Diagnosis& diagnosis) {
    switch (diagnosis.verdict) {
      case Verdict::kOk:
        out_ += coloured("Nothing wrong was found.", "1;32") + '\n';
        return;
      case Verdict::kFailed:
        out_ += coloured(diagnosis.causes.size() == 1
                             ? std::string("One cause was found.")
                             : std::to_string(diagnosis.causes.size()) + " causes were found.",
                         "1;31") +
                '\n';
        return;
      case Verdict::kUndecided:
        break;
    }
    out_ +=
        coloured(diagnosis.possible.empty() ? "Undecided: no cause of the catalogue is proven."
                                            : "Undecided: what follows fits, and is not proven.",
                 "1;33") +
        '\n';
  }

  void tell(const Proof& proof, std::size_t indent) {
    std::string where = proof.where;
    if (proof.when) where += ", " + format_iso8601(*proof.when);
    line(indent, "- " + proof.what + (where.empty() ? "" : " (" + where + ")"), 2);
  }

  void tell(const Finding& finding, const char* colour, const std::string& label) {
    out_ += '\n';
    out_ += coloured(label + ": " + finding.id, (std::string("1;") + colour).c_str()) + '\n';
    line(2, finding.title + ".");
    for (const Proof& proof : finding.evidence) tell(proof, 4);
    if (!finding.fix.text.empty()) {
      line(2, (label == "Possible" ? "To decide: " : "To mend it: ") + finding.fix.text);
    }
    // Commands and patches are pasted: they are not broken.
    if (!finding.fix.command.empty()) {
      out_ += "    " + with_controls_shown(finding.fix.command) + '\n';
    }
    if (!finding.fix.patch.empty()) {
      out_ += "  JSON: " + with_controls_shown(finding.fix.patch) + '\n';
    }
    line(2, "More: berth doctor --explain " + finding.id + ", docs/causes/" + finding.id + ".md");
  }

  void rest(const Diagnosis& diagnosis) {
    if (diagnosis.ruled_out.empty() && diagnosis.skipped.empty()) return;
    out_ += '\n';
    std::string names;
    for (const RuledOut& one : diagnosis.ruled_out) {
      if (format_.verbose) {
        line(2, "ruled out " + one.id + ": " + one.why);
      } else {
        names += (names.empty() ? "" : ", ") + one.id;
      }
    }
    if (!names.empty()) line(0, "Ruled out: " + names + ".");
    if (diagnosis.skipped.empty()) return;
    line(0, "Not looked for: " + std::to_string(diagnosis.skipped.size()) +
                " causes that need the agent or a look from inside (berth doctor --list).");
  }

  TextFormat format_;
  std::string out_;
};

}  // namespace

std::string to_text(const Diagnosis& diagnosis, const TextFormat& format) {
  std::string out = head_text(diagnosis.subject);
  for (const Step& step : diagnosis.steps) out += step_text(step, format);
  return out + end_text(diagnosis, format);
}

std::string head_text(const std::string& subject) {
  Story story({});
  story.begin(subject);
  return story.take();
}

std::string step_text(const Step& step, const TextFormat& format) {
  Story story(format);
  story.tell(step);
  return story.take();
}

std::string end_text(const Diagnosis& diagnosis, const TextFormat& format) {
  Story story(format);
  story.end(diagnosis);
  return story.take();
}

}  // namespace berth::doctor
