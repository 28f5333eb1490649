// From a document's text to its compiled form: the checks in AWS's order, then its statements.
#include "iam/policy.h"

#include "iam/compiled.h"
#include "iam/parse.h"
#include "iam/parse_checks.h"

namespace berth::iam {
namespace {

/// Absent means the older version.
bool is_of_2012(const aws::JsonValue& document) {
  const aws::JsonValue* const version = document.find("Version");
  return version != nullptr && version->text() == "2012-10-17";
}

Result<std::shared_ptr<const Policy>> parse_checked(const std::string& document, PolicyKind kind,
                                                    parse::Rigour rigour, Versions versions) {
  const auto tree = aws::parse_json(document);
  if (!tree) return fail(parse::syntax_error());
  BERTH_TRY(parse::check_syntax(*tree));
  auto compiled = std::make_unique<CompiledPolicy>();
  compiled->document = document;
  compiled->version_2012 = is_of_2012(*tree);
  if (versions == Versions::kOnly2012 && !compiled->version_2012) {
    return fail(parse::malformed("Policy document must be version 2012-10-17 or greater."));
  }
  const parse::Statements statements = parse::statements_of(*tree);
  BERTH_TRY(parse::check_legacy(statements, rigour));
  BERTH_TRY(parse::check_elements(statements, kind));
  BERTH_TRY(parse::check_formats(statements, kind, rigour));
  for (const aws::JsonValue* const each : statements) {
    BERTH_ASSIGN(auto statement, parse::statement(*each, compiled->version_2012));
    compiled->statements.push_back(std::move(statement));
  }
  return std::make_shared<const Policy>(std::move(compiled));
}

}  // namespace

Policy::Policy(std::unique_ptr<const CompiledPolicy> compiled) : compiled_(std::move(compiled)) {}
Policy::~Policy() = default;

bool Policy::is_version_2012() const {
  return compiled_->version_2012;
}

Result<std::shared_ptr<const Policy>> parse_policy(const std::string& document, PolicyKind kind) {
  return parse_checked(document, kind, parse::Rigour::kDecidable, Versions::kBoth);
}

Result<std::shared_ptr<const Policy>> accept_policy(const std::string& document, PolicyKind kind,
                                                    Versions versions) {
  return parse_checked(document, kind, parse::Rigour::kAccepted, versions);
}

}  // namespace berth::iam
