// The Principal or NotPrincipal element of a statement, and how closely it names who asks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iam/request.h"

namespace berth::iam {

/// How a statement names the principal: it decides what else has to allow.
enum class Naming {
  kNot,      ///< it does not
  kAccount,  ///< by its account: what the account lets its identities do
  kRole,     ///< a session by its role or user: within the boundary and the session policy
  kDirect,   ///< itself, or everyone
};

class PrincipalSet {
 public:
  explicit PrincipalSet(bool negated) : negated_(negated) {}

  /// A value of "AWS": "*", an account, an ARN or a unique id. False where it is none of these.
  bool add_aws(std::string_view value);
  void add_service(std::string_view value) { services_.emplace_back(value); }
  /// Federated and canonical users: kept, and equal to no principal that Berth knows but by ARN.
  void add_other(std::string_view value) { arns_.emplace_back(value); }
  void add_everyone() { everyone_ = true; }

  /// For an Allow: how it names `principal`. NotPrincipal names all whom it does not list.
  Naming allows(const Principal& principal) const;
  /// For a Deny. NotPrincipal spares only whom it lists with its account (and, a session, with its
  /// role), and nobody who has a permissions boundary.
  bool denies(const Principal& principal, bool has_boundary) const;

 private:
  Naming naming(const Principal& principal) const;
  bool lists(std::string_view arn, const std::string& unique_id) const;
  bool lists_account(const std::string& account) const;
  bool spares(const Principal& principal) const;

  bool negated_;
  bool everyone_ = false;
  std::vector<std::string> accounts_;
  std::vector<std::string> arns_;
  std::vector<std::string> unique_ids_;
  std::vector<std::string> services_;
};

}  // namespace berth::iam
