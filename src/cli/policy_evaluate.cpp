// `berth policy evaluate`: the policy engine alone, without a running Berth.
#include "cli/policy_evaluate.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>

#include "aws/json_tree.h"
#include "aws/json_writer.h"
#include "cli/exit_status.h"
#include "cli/line_batches.h"
#include "iam/managed_policies.h"
#include "iam/policy_case.h"

namespace berth::cli {
namespace {

using Documents = std::map<std::string, std::string>;

void complain(std::ostream& err, const std::string& what) {
  err << "berth policy evaluate: " << what << '\n';
}

Documents embedded_documents() {
  Documents documents;
  for (const std::string& arn : iam::managed_policy_arns()) {
    documents[arn.substr(arn.rfind('/') + 1)] = *iam::managed_policy(arn);
  }
  return documents;
}

/// What the file has goes before what is embedded.
Result<void> add_documents(const std::string& file, Documents& documents) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return fail(client_fault("FileNotFound", fmt::format("cannot read {}", file)));
  const std::string json(std::istreambuf_iterator<char>(in), {});
  const auto tree = aws::parse_json(json);
  if (!tree || !tree->is_object()) {
    return fail(client_fault("NotJson", fmt::format("{} holds no JSON object", file)));
  }
  for (const auto& [name, value] : tree->members) {
    documents[name] = json.substr(value.begin, value.end - value.begin);
  }
  return {};
}

void append_decision(const iam::PolicyCase& decided, std::string& out) {
  aws::JsonWriter writer;
  writer.begin_object();
  writer.key("id");
  writer.string(decided.id);
  writer.key("decision");
  writer.string(iam::to_text(iam::evaluate(decided.request, decided.policies).outcome));
  writer.end_object();
  out += writer.text();
  out += '\n';
}

/// Decides the lines of a batch. `place`: what goes before the number of a line that is no case.
void evaluate_batch(iam::PolicyCaseReader& reader, const std::string& place, LineBatch& batch) {
  std::string_view rest = batch.text;
  for (std::size_t number = batch.first_line; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    ++batch.done;
    if (const auto read = reader.read(line)) {
      append_decision(*read, batch.out);
    } else {
      ++batch.failed;
      batch.err += fmt::format("berth policy evaluate: {}line {}: {}\n", place, number,
                               read.error().message);
    }
  }
}

/// Says on a terminal how many cases are done, a few times a second.
class Progress {
 public:
  Progress(bool shown, std::ostream& err) : shown_(shown), err_(err) {}

  void add(std::size_t cases) {
    cases_ += cases;
    const auto now = Clock::now();
    if (!shown_ || now < next_) return;
    next_ = now + std::chrono::milliseconds(200);
    err_ << '\r' << sentence(now) << std::flush;
  }

  void finish() {
    if (shown_ && next_ != Clock::time_point()) err_ << '\r' << sentence(Clock::now()) << '\n';
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::string sentence(Clock::time_point now) const {
    const double seconds = std::chrono::duration<double>(now - started_).count();
    return fmt::format("{} cases, {:.0f} a second ", cases_,
                       seconds > 0 ? static_cast<double>(cases_) / seconds : 0);
  }

  bool shown_;
  std::ostream& err_;
  std::size_t cases_ = 0;
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_;
};

/// What all files of one run have in common.
struct Run {
  const Documents& documents;
  std::size_t threads;
  std::ostream& out;
  std::ostream& err;
  Progress progress;
};

/// False where a line was no case.
bool evaluate_stream(Run& run, std::istream& in, const std::string& place) {
  const auto make_work = [&run, &place] {
    const auto find = [&run](const std::string& name) -> const std::string* {
      const auto found = run.documents.find(name);
      return found == run.documents.end() ? nullptr : &found->second;
    };
    auto reader = std::make_shared<iam::PolicyCaseReader>(find);
    return LineWork([reader, &place](LineBatch& batch) { evaluate_batch(*reader, place, batch); });
  };
  bool good = true;
  const auto finish = [&run, &good](const LineBatch& batch) {
    run.out << batch.out;
    run.err << batch.err;
    good = good && batch.failed == 0;
    run.progress.add(batch.done);
  };
  work_on_lines(in, run.threads, make_work, finish);
  return good;
}

/// The exit status of one file.
int evaluate_file(Run& run, const std::string& file, bool only, std::istream& standard_input) {
  const std::string place = only ? "" : (file == "-" ? "standard input, " : file + ", ");
  if (file == "-") return evaluate_stream(run, standard_input, place) ? 0 : 1;
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) {
    complain(run.err, fmt::format("cannot read {}", file));
    return kWrongUsage;
  }
  return evaluate_stream(run, in, place) ? 0 : 1;
}

}  // namespace

void add_policy_evaluate_options(CLI::App& command, PolicyEvaluateOptions& options) {
  command.add_option("file", options.files, "The cases; - is standard input")
      ->type_name("FILE")
      ->capture_default_str();
  command
      .add_option("--managed-policies", options.managed_policies,
                  "JSON object, name to document, for cases that name a managed policy; goes "
                  "before those that Berth knows")
      ->type_name("FILE");
  command.add_option("--jobs", options.jobs, "Threads; 0: as many as there are processors")
      ->type_name("N")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.footer(
      "A case has id, identityPolicies and request (principal, action, resource, context), and "
      "may\n"
      "have permissionBoundary, sessionPolicy and resourcePolicy. Of each, a line is printed:\n"
      "{\"id\":\"...\",\"decision\":\"Allowed|ImplicitlyDenied|ExplicitlyDenied\"}, in the order "
      "of\n"
      "the cases.\n"
      "Exit status: 0; 1 where a line is no case; 2 where a file cannot be read.\n"
      "Example: berth policy evaluate cases.jsonl");
}

int run_policy_evaluate(const PolicyEvaluateOptions& options, std::istream& in, std::ostream& out,
                        std::ostream& err) {
  Documents documents = embedded_documents();
  if (!options.managed_policies.empty()) {
    if (const auto added = add_documents(options.managed_policies, documents); !added) {
      complain(err, added.error().message);
      return kWrongUsage;
    }
  }
  const std::size_t threads = options.jobs > 0 ? options.jobs : usable_processors();
  Run run{documents, threads, out, err, Progress(options.progress, err)};
  int status = 0;
  for (const std::string& file : options.files) {
    status = std::max(status, evaluate_file(run, file, options.files.size() == 1, in));
  }
  run.progress.finish();
  out.flush();
  return status;
}

}  // namespace berth::cli
