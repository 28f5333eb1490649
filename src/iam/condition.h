// One line of a statement's Condition — operator, key, values — compiled, and whether it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "iam/arn_pattern.h"
#include "iam/condition_operator.h"
#include "iam/pattern.h"
#include "iam/request.h"
#include "iam/values.h"

namespace berth::iam {

class Condition {
 public:
  /// `values` as the document has them; those that the operator cannot read match nothing.
  /// `variables`: the policy's version knows `${…}`.
  Condition(ConditionOperator op, std::string key, const std::vector<std::string>& values,
            bool variables);

  bool holds(const ContextKeys& context) const;
  const std::string& key() const { return key_; }
  /// Its own key and those of the variables in its values. With `required`, only those without
  /// which it cannot be told whether it holds: not what Null asks for.
  void collect_keys(KeyNames& keys, bool required) const;

 private:
  /// Values of one type. `unread`: the document had one that is none of that type.
  template <class T>
  struct Values {
    std::vector<T> list;
    bool unread = false;
  };
  using Texts = std::vector<Pattern>;
  using Arns = std::vector<ArnPattern>;
  using Numbers = Values<Number>;
  using Instants = Values<std::int64_t>;
  using Truths = Values<bool>;
  using Binaries = Values<std::string>;
  using Networks = Values<Network>;
  struct Absence {
    bool wanted_absent = false;
    bool wanted_present = false;
  };

  bool holds_for(std::string_view value, const ContextKeys& context) const;
  /// Does any of the policy's values match? Nothing where the two cannot be compared.
  std::optional<bool> matches_any(std::string_view value, const ContextKeys& context) const;
  template <class T, class Parsed, class Compare>
  std::optional<bool> compare_any(const Values<T>& values, const Parsed& value,
                                  Compare compare) const;

  ConditionOperator operator_;
  std::string key_;
  std::variant<Texts, Arns, Numbers, Instants, Truths, Binaries, Networks, Absence> values_;
};

}  // namespace berth::iam
