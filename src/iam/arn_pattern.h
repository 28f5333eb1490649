// ARNs are matched field by field, so that a wildcard never reads over the edge of one.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "iam/pattern.h"
#include "iam/request.h"

namespace berth::iam {

/// The six fields of an ARN: "arn", partition, service, region, account, resource. The last one
/// may hold colons. Views into the text it was made from.
struct ArnFields {
  std::array<std::string_view, 6> fields;
  bool valid = false;  ///< the text has six fields and begins with "arn"
};

ArnFields split_arn(std::string_view arn);

class ArnPattern {
 public:
  /// Fields that `text` lacks are `*`: "arn:aws:ecs:*" is "arn:aws:ecs:*:*:*". With `variables`, a
  /// colon inside of `${…}` parts nothing.
  static std::vector<std::string_view> split(std::string_view text, bool variables);

  /// A Resource element of a policy, where only the last field may hold variables.
  static ArnPattern of_resource(std::string_view text, bool variables);
  /// A value of an Arn operator: variables in any field.
  static ArnPattern of_condition(std::string_view text, bool variables);

  bool matches(const ArnFields& arn, const ContextKeys& context) const;
  void collect_keys(KeyNames& keys, bool required) const;

 private:
  std::array<Pattern, 6> fields_;
};

/// The Resource or NotResource element of a statement.
struct ResourceSet {
  bool negated = false;
  bool everything = false;  ///< holds "*", which also matches what is no ARN
  std::vector<ArnPattern> patterns;

  /// `arn` is invalid where the action has no resource ("*").
  bool matches(const ArnFields& arn, const ContextKeys& context) const;
};

}  // namespace berth::iam
