// What of the awslogs driver's options the agent acts on itself.
#include "agent/logs/log_target.h"

#include <algorithm>
#include <set>

#include <re2/re2.h>

#include "aws/json_codec.h"

namespace berth::agent {
namespace {

using Options = std::map<std::string, std::string>;

struct FormatLetter {
  char letter;
  const char* pattern;
};

// The letters of the driver's documentation, as strptime(3) has them.
constexpr FormatLetter kFormatLetters[] = {
    {'A', "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"},
    {'a', "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"},
    {'B',
     "(?:January|February|March|April|May|June|July|August|September|October|November|December)"},
    {'b', "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"},
    {'d', "(?:0[1-9]|[12][0-9]|3[01])"},
    {'f', "[0-9]{6}"},
    {'H', "(?:[01][0-9]|2[0-3])"},
    {'I', "(?:0[1-9]|1[0-2])"},
    {'j', "(?:[0-2][0-9]{2}|3[0-5][0-9]|36[0-6])"},
    {'L', "\\.[0-9]{3}"},
    {'M', "[0-5][0-9]"},
    {'m', "(?:0[1-9]|1[0-2])"},
    {'p', "[AP]M"},
    {'S', "[0-5][0-9]"},
    {'w', "[0-6]"},
    {'Y', "[0-9]{4}"},
    {'y', "[0-9]{2}"},
    {'Z', "[A-Z]{1,4}T"},
    {'z', "[+-][0-9]{4}"},
};

const std::set<std::string, std::less<>> kKnown = {"awslogs-group",
                                                   "awslogs-region",
                                                   "awslogs-stream-prefix",
                                                   "awslogs-create-group",
                                                   "awslogs-stream",
                                                   "awslogs-datetime-format",
                                                   "awslogs-multiline-pattern",
                                                   "mode",
                                                   "max-buffer-size"};

std::string option(const Options& options, const char* name) {
  const auto found = options.find(name);
  return found == options.end() ? std::string() : found->second;
}

/// False where the options do not say it well; the engine has words for that.
bool read_first_line(const Options& options, LogTarget& target) {
  std::string pattern = option(options, "awslogs-multiline-pattern");
  const std::string format = option(options, "awslogs-datetime-format");
  if (!pattern.empty() && !format.empty()) return false;
  if (!format.empty()) {
    auto made = pattern_of_datetime_format(format);
    if (!made) return false;
    pattern = std::move(*made);
  }
  if (pattern.empty()) return true;
  re2::RE2::Options quiet;
  quiet.set_log_errors(false);
  auto compiled = std::make_shared<const re2::RE2>(pattern, quiet);
  if (!compiled->ok()) return false;
  target.first_line = std::move(compiled);
  return true;
}

/// The stream that is this container's alone, as the control plane or a prefix names it; else
/// empty.
std::string own_stream(const TaskRecord& task, const aws::acs::Container& definition,
                       const Options& options) {
  const std::string prefix = option(options, "awslogs-stream-prefix");
  if (!prefix.empty()) return log_stream_of(task, definition, prefix);
  std::string given = option(options, "awslogs-stream");
  return given.ends_with(log_stream_of(task, definition, "")) ? given : std::string();
}

std::optional<Options> awslogs_options(const aws::acs::Container& definition) {
  const auto& docker = definition.docker_config;
  if (!docker || !docker->host_config) return std::nullopt;
  const auto host = aws::decode_json<aws::docker::HostConfig>(*docker->host_config);
  if (!host || !host->log_config || host->log_config->type != "awslogs") return std::nullopt;
  return host->log_config->config.value_or(Options());
}

}  // namespace

std::optional<std::string> pattern_of_datetime_format(std::string_view format) {
  std::string pattern;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      pattern += format[i];
      continue;
    }
    if (++i == format.size()) return std::nullopt;
    if (format[i] == '%') {
      pattern += '%';
      continue;
    }
    const auto* const known =
        std::find_if(std::begin(kFormatLetters), std::end(kFormatLetters),
                     [&](const FormatLetter& each) { return each.letter == format[i]; });
    if (known == std::end(kFormatLetters)) return std::nullopt;
    pattern += known->pattern;
  }
  return pattern;
}

std::optional<LogTarget> find_log_target(const TaskRecord& task,
                                         const aws::acs::Container& definition,
                                         const LogDelivery& logs) {
  const auto options = awslogs_options(definition);
  if (!options) return std::nullopt;
  const bool all_known = std::all_of(options->begin(), options->end(), [](const auto& each) {
    return kKnown.count(each.first) != 0;
  });
  LogTarget target;
  target.group = option(*options, "awslogs-group");
  target.stream = own_stream(task, definition, *options);
  const std::string mode = option(*options, "mode");
  const std::string create = option(*options, "awslogs-create-group");
  const bool well_said = (mode.empty() || mode == "blocking" || mode == "non-blocking") &&
                         (create.empty() || create == "true" || create == "false");
  if (!all_known || !well_said || target.group.empty() || target.stream.empty())
    return std::nullopt;
  if (!read_first_line(*options, target)) return std::nullopt;
  target.region = option(*options, "awslogs-region");
  if (target.region.empty()) target.region = logs.region;
  target.create_group = create == "true";
  target.credentials_id = log_credentials_of(task, definition, logs);
  return target;
}

}  // namespace berth::agent
