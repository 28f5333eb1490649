// `berth policy evaluate`: the policy engine alone, without a running Berth.
#include "cli/policy_evaluate.h"

#include <fstream>
#include <iterator>
#include <map>

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "aws/json_tree.h"
#include "aws/json_writer.h"
#include "cli/exit_status.h"
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

void print_decision(const iam::PolicyCase& decided, std::ostream& out) {
  aws::JsonWriter writer;
  writer.begin_object();
  writer.key("id");
  writer.string(decided.id);
  writer.key("decision");
  writer.string(iam::to_text(iam::evaluate(decided.request, decided.policies).outcome));
  writer.end_object();
  out << writer.text() << '\n';
}

int evaluate_lines(iam::PolicyCaseReader& reader, std::istream& in, std::ostream& out,
                   std::ostream& err) {
  int status = 0;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto read = reader.read(line);
    if (read) {
      print_decision(*read, out);
    } else {
      complain(err, fmt::format("line {}: {}", number, read.error().message));
      status = 1;
    }
  }
  return status;
}

}  // namespace

void add_policy_evaluate_options(CLI::App& command, PolicyEvaluateOptions& options) {
  command.add_option("file", options.file, "The cases; - is standard input")
      ->type_name("FILE")
      ->capture_default_str();
  command
      .add_option("--managed-policies", options.managed_policies,
                  "JSON object, name to document, for cases that name a managed policy; goes "
                  "before those that Berth knows")
      ->type_name("FILE");
  command.footer(
      "A case has id, identityPolicies and request (principal, action, resource, context), and "
      "may\n"
      "have permissionBoundary, sessionPolicy and resourcePolicy. Of each, a line is printed:\n"
      "{\"id\":\"...\",\"decision\":\"Allowed|ImplicitlyDenied|ExplicitlyDenied\"}.\n"
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
  iam::PolicyCaseReader reader([&documents](const std::string& name) -> const std::string* {
    const auto found = documents.find(name);
    return found == documents.end() ? nullptr : &found->second;
  });
  if (options.file == "-") return evaluate_lines(reader, in, out, err);
  std::ifstream file(options.file, std::ios::binary);
  if (!file) {
    complain(err, fmt::format("cannot read {}", options.file));
    return kWrongUsage;
  }
  return evaluate_lines(reader, file, out, err);
}

}  // namespace berth::cli
