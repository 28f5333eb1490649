// A policy document in the form in which it is matched.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "iam/action_set.h"
#include "iam/arn_pattern.h"
#include "iam/condition.h"
#include "iam/principal_set.h"

namespace berth::iam {

struct CompiledStatement {
  std::string sid;  ///< may be empty
  bool allows = false;
  ActionSet actions{false};
  std::optional<ResourceSet> resources;    ///< absent: matches (trust and resource policies)
  std::optional<PrincipalSet> principals;  ///< absent: matches (identity policies)
  std::vector<Condition> conditions;       ///< all have to hold
  std::size_t begin = 0;                   ///< offset of the statement's first byte in the text
  std::size_t end = 0;                     ///< offset just past its last byte
};

struct CompiledPolicy {
  std::string document;       ///< the text, which explanations quote
  bool version_2012 = false;  ///< else 2008-10-17, where `${…}` is literal text
  std::vector<CompiledStatement> statements;
};

}  // namespace berth::iam
