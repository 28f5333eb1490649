// Every case of tests/data/policies: decisions that independent evaluators and AWS's documentation
// agree on.
#include <fstream>
#include <map>

#include <gtest/gtest.h>

#include "iam/policy_case.h"

namespace berth::iam {
namespace {

std::string data_file(const std::string& name) {
  return std::string(BERTH_TEST_DATA) + "/policies/" + name;
}

std::map<std::string, std::string> managed_documents() {
  std::ifstream in(data_file("managed_policies.json"));
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto tree = aws::parse_json(text);
  std::map<std::string, std::string> documents;
  if (!tree) return documents;
  for (const auto& [name, value] : tree->members) {
    documents[name] = text.substr(value.begin, value.end - value.begin);
  }
  return documents;
}

/// Is what the decision names among what the case says lacks an Allow or has the Deny?
bool names_a_reason(const Decision& decision, const std::string& reason) {
  const std::size_t colon = reason.find(':');
  if (colon == std::string::npos || colon + 1 == reason.size()) return true;  // it does not say
  switch (decision.decided_by) {
    case PolicyType::kIdentity:
      return reason.find("identity") != std::string::npos;
    case PolicyType::kBoundary:
      return reason.find("boundary") != std::string::npos;
    case PolicyType::kSession:
      return reason.find("session") != std::string::npos;
    case PolicyType::kResource:
    case PolicyType::kTrust:
      return reason.find("resource") != std::string::npos;
  }
  return false;
}

/// How many cases the file has; each that is decided otherwise is a failure of its own.
int run_cases(const std::string& file) {
  const auto documents = managed_documents();
  PolicyCaseReader reader([&documents](const std::string& name) -> const std::string* {
    const auto found = documents.find(name);
    return found == documents.end() ? nullptr : &found->second;
  });
  std::ifstream in(data_file(file));
  int cases = 0;
  for (std::string line; std::getline(in, line); ++cases) {
    const auto each = reader.read(line);
    if (!each) {
      ADD_FAILURE() << file << ":" << cases + 1 << ": " << each.error().message << "\n" << line;
      continue;
    }
    const Decision decision = evaluate(each->request, each->policies);
    EXPECT_EQ(to_text(decision.outcome), each->expected) << line;
    EXPECT_TRUE(names_a_reason(decision, each->determining_reason)) << line;
  }
  return cases;
}

TEST(Corpus, AgreesWithIndependentEvaluators) {
  EXPECT_EQ(run_cases("corpus_public.jsonl"), 942);
}

TEST(Corpus, AgreesWithTheDocumentation) {
  EXPECT_EQ(run_cases("docs_overrides.jsonl"), 35);
}

}  // namespace
}  // namespace berth::iam
