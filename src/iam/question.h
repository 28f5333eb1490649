// A request, taken apart once for all statements that it is held against.
#pragma once

#include <string_view>

#include "iam/arn_pattern.h"
#include "iam/compiled.h"
#include "iam/request.h"
#include "iam/text.h"

namespace berth::iam {

/// Refers to the request, which must outlive it.
class Question {
 public:
  Question(const Request& request, bool has_boundary);
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  /// "sts:assumerole": in lower case.
  bool asks_for(std::string_view action) const { return action_.view() == action; }
  std::string_view service() const { return service_; }

  /// Are principal and action the statement's, whatever its resources and conditions?
  bool is_about_action(const CompiledStatement& statement) const;
  /// Is the resource the statement's?
  bool is_about_resource(const CompiledStatement& statement) const;
  /// Does this Deny statement hit the request?
  bool is_denied_by(const CompiledStatement& statement) const;
  /// How this Allow statement grants the request. kDirect for those that name no principal.
  Naming is_allowed_by(const CompiledStatement& statement) const;

 private:
  bool fits(const CompiledStatement& statement) const;

  const Request& request_;
  bool has_boundary_;
  SmallText action_;
  std::string_view service_;
  std::string_view name_;
  ArnFields resource_;
};

}  // namespace berth::iam
