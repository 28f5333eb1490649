// The Action or NotAction element of a statement, indexed by service.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iam/pattern.h"

namespace berth::iam {

class ActionSet {
 public:
  explicit ActionSet(bool negated) : negated_(negated) {}

  /// "ecs:Run*" or "*". The text is "*" or has one colon; the service holds no wildcards, or is
  /// "*" alone.
  void add(std::string_view action);
  /// Sorts: call it once, after the last add.
  void seal();

  /// Both in lower case: "ecs", "runtask".
  bool matches(std::string_view service, std::string_view name) const;

  /// Is any action of the service in the set, one that there is or one that may come? The service
  /// in lower case.
  bool touches(std::string_view service) const;

 private:
  struct Service {
    std::string service;
    std::vector<std::string> names;  ///< sorted, without wildcards
    std::vector<Pattern> patterns;
    bool matches(std::string_view name) const;
  };
  Service& slot(std::string service);
  bool contains(std::string_view service, std::string_view name) const;

  bool negated_;
  bool everything_ = false;
  std::vector<Service> services_;
  Service any_service_;
};

}  // namespace berth::iam
