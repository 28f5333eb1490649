// The document's outermost members; statements are read in parse_statement.cpp.
#include "iam/policy.h"

#include <set>

#include "iam/compiled.h"
#include "iam/parse.h"

namespace berth::iam {
namespace {

/// Absent means the older version.
Result<bool> is_version_2012(const aws::JsonValue& document) {
  const aws::JsonValue* const version = document.find("Version");
  if (version == nullptr) return false;
  if (!version->is_string()) return fail(parse::syntax_error());
  if (version->text() == "2012-10-17") return true;
  if (version->text() == "2008-10-17") return false;
  return fail(parse::syntax_error());
}

Result<void> add_statement(CompiledPolicy& policy, const aws::JsonValue& value,
                           const parse::Grammar& grammar, std::set<std::string>& sids) {
  BERTH_ASSIGN(CompiledStatement statement, parse::statement(value, grammar));
  if (!statement.sid.empty() && !sids.insert(statement.sid).second) {
    return fail(parse::malformed("Statement IDs (SID) in a single policy must be unique."));
  }
  policy.statements.push_back(std::move(statement));
  return {};
}

Result<CompiledPolicy> compile(const aws::JsonValue& document, PolicyKind kind) {
  if (!document.is_object()) return fail(parse::syntax_error());
  BERTH_TRY(parse::check_members(document, {"Version", "Id", "Statement"}));
  const aws::JsonValue* const id = document.find("Id");
  if (id != nullptr && !id->is_string()) return fail(parse::syntax_error());
  parse::Grammar grammar{kind};
  BERTH_ASSIGN(grammar.version_2012, is_version_2012(document));
  const aws::JsonValue* const statements = document.find("Statement");
  if (statements == nullptr) return fail(parse::syntax_error());
  CompiledPolicy policy;
  policy.version_2012 = grammar.version_2012;
  std::set<std::string> sids;
  if (!statements->is_array()) {
    BERTH_TRY(add_statement(policy, *statements, grammar, sids));
    return policy;
  }
  if (statements->elements.empty()) return fail(parse::syntax_error());
  for (const aws::JsonValue& each : statements->elements) {
    BERTH_TRY(add_statement(policy, each, grammar, sids));
  }
  return policy;
}

}  // namespace

Policy::Policy(std::unique_ptr<const CompiledPolicy> compiled) : compiled_(std::move(compiled)) {}
Policy::~Policy() = default;

bool Policy::is_version_2012() const {
  return compiled_->version_2012;
}

Result<std::shared_ptr<const Policy>> parse_policy(const std::string& document, PolicyKind kind) {
  const auto tree = aws::parse_json(document);
  if (!tree) return fail(parse::syntax_error());
  BERTH_ASSIGN(CompiledPolicy compiled, compile(*tree, kind));
  return std::make_shared<const Policy>(
      std::make_unique<const CompiledPolicy>(std::move(compiled)));
}

}  // namespace berth::iam
