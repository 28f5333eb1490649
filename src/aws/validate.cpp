// Walks an input beside its shape tables and collects what does not fit, as AWS words it.
#include "aws/validate.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "aws/pattern.h"
#include "aws/shown_value.h"
#include "aws/utf8.h"

namespace berth::aws {
namespace {

bool is_text(const TypeShape& type) {
  return type.kind == Kind::kString;
}

bool is_scalar(const TypeShape& type) {
  return type.kind != Kind::kStructure && type.kind != Kind::kList && type.kind != Kind::kMap;
}

/// Members as AWS's messages name them: RoleName is roleName.
std::string shown_name(std::string_view wire_name) {
  std::string name(wire_name);
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] | 32);
  return name;
}

std::size_t length_of(const TypeShape& type, const void* value) {
  switch (type.kind) {
    case Kind::kString:
      return count_code_points(*static_cast<const std::string*>(value));
    case Kind::kBlob:
      return static_cast<const std::string*>(value)->size();
    case Kind::kList:
      return type.list->size(value);
    case Kind::kMap:
      return type.map->size(value);
    default:
      return 0;
  }
}

bool has_length(const TypeShape& type) {
  return is_text(type) || type.kind == Kind::kBlob || !is_scalar(type);
}

double number_of(const TypeShape& type, const void* value) {
  switch (type.kind) {
    case Kind::kInteger:
      return *static_cast<const std::int32_t*>(value);
    case Kind::kLong:
      return static_cast<double>(*static_cast<const std::int64_t*>(value));
    case Kind::kDouble:
      return *static_cast<const double*>(value);
    default:
      return 0;
  }
}

bool is_one_of(std::string_view text, std::span<const std::string_view> values) {
  for (const std::string_view value : values) {
    if (value == text) return true;
  }
  return false;
}

/// All constraints of a type itself, not of what it holds. `text` is null for what is not text.
template <class Visit>
void each_check(const TypeShape& type, double size, const std::string* text, Visit visit) {
  const std::string_view what = has_length(type) ? "length" : "value";
  if (type.max) {
    visit(size <= static_cast<double>(*type.max), [&] {
      return fmt::format("Member must have {} less than or equal to {}", what, *type.max);
    });
  }
  if (type.min) {
    visit(size >= static_cast<double>(*type.min), [&] {
      return fmt::format("Member must have {} greater than or equal to {}", what, *type.min);
    });
  }
  if (text == nullptr) return;
  if (!type.values.empty()) {
    visit(is_one_of(*text, type.values), [&] {
      return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(type.values, ", "));
    });
  }
  if (!type.pattern.empty()) {
    visit(matches_pattern(type.pattern, *text), [&] {
      return fmt::format("Member must satisfy regular expression pattern: {}", type.pattern);
    });
  }
}

template <class Visit>
void each_check(const TypeShape& type, const void* value, Visit visit) {
  if (type.kind == Kind::kStructure || type.kind == Kind::kDocument) return;
  const double size =
      has_length(type) ? static_cast<double>(length_of(type, value)) : number_of(type, value);
  each_check(type, size, is_text(type) ? static_cast<const std::string*>(value) : nullptr, visit);
}

bool holds(const TypeShape& type, const void* value) {
  bool all = true;
  each_check(type, value, [&all](bool ok, const auto&) { all = all && ok; });
  return all;
}

/// "[Member must …, Member must …]": everything that is asked of `type`'s values.
std::string all_wanted(const TypeShape& type) {
  std::vector<std::string> wanted;
  const std::string empty;
  each_check(type, 0, is_text(type) ? &empty : nullptr,
             [&wanted](bool, const auto& words) { wanted.push_back(words()); });
  return fmt::format("[{}]", fmt::join(wanted, ", "));
}

class Validator {
 public:
  void structure(const StructShape& shape, const void* object, const std::string& path) {
    for (const Member& member : shape.members) {
      if (full()) return;
      const std::string name = shown_name(member.wire_name);
      const std::string place = path.empty() ? name : path + "." + name;
      if (const void* value = member.get(object); value != nullptr) {
        this->value(*member.type, value, place);
      } else if (member.required) {
        violations_.push_back(fmt::format(
            "Value null at '{}' failed to satisfy constraint: Member must not be null", place));
      }
    }
  }

  Result<void> outcome(Protocol protocol) const {
    if (violations_.empty()) return {};
    return fail(client_fault(
        protocol == Protocol::kQuery ? "ValidationError" : "InvalidParameterException",
        fmt::format("{} validation error{} detected: {}", violations_.size(),
                    violations_.size() == 1 ? "" : "s", fmt::join(violations_, "; "))));
  }

 private:
  bool full() const { return violations_.size() >= static_cast<std::size_t>(kViolationsMax); }

  void violated(const TypeShape& type, const void* value, const std::string& place,
                std::string_view wanted) {
    if (full()) return;
    const std::string shown =
        type.sensitive ? "" : fmt::format(" '{}'", aws::shown_value(type, value));
    violations_.push_back(
        fmt::format("Value{} at '{}' failed to satisfy constraint: {}", shown, place, wanted));
  }

  void value(const TypeShape& type, const void* value, const std::string& place) {
    each_check(type, value, [&](bool ok, const auto& wanted) {
      if (!ok) violated(type, value, place, wanted());
    });
    if (type.kind == Kind::kStructure) structure(*type.structure, value, place);
    if (type.kind == Kind::kList) list(type, value, place);
    if (type.kind == Kind::kMap) map(type, value, place);
  }

  void list(const TypeShape& type, const void* list, const std::string& place) {
    const std::size_t count = type.list->size(list);
    for (std::size_t i = 0; i < count && !full(); ++i) {
      const void* element = type.list->at(list, i);
      if (!is_scalar(*type.element)) {
        value(*type.element, element, fmt::format("{}.{}.member", place, i + 1));
      } else if (!holds(*type.element, element)) {
        // However many elements do not fit, the list is named once.
        return violated(type, list, place,
                        "Member must satisfy constraint: " + all_wanted(*type.element));
      }
    }
  }

  void map(const TypeShape& type, const void* map, const std::string& place) {
    struct Visitor {
      Validator& self;
      const TypeShape& type;
      const std::string& place;
      bool keys_hold = true;
      bool values_hold = true;
    } visitor{*this, type, place};
    type.map->each(map, &visitor, [](void* context, std::string_view key, const void* value) {
      auto& [self, map_type, at, keys_hold, values_hold] = *static_cast<Visitor*>(context);
      const std::string key_text(key);
      keys_hold = keys_hold && holds(*map_type.key, &key_text);
      if (is_scalar(*map_type.element)) {
        values_hold = values_hold && holds(*map_type.element, value);
      } else if (!self.full()) {
        self.value(*map_type.element, value, fmt::format("{}.{}.member", at, key));
      }
    });
    if (!visitor.keys_hold) {
      violated(type, map, place, "Map keys must satisfy constraint: " + all_wanted(*type.key));
    }
    if (!visitor.values_hold) {
      violated(type, map, place, "Map value must satisfy constraint: " + all_wanted(*type.element));
    }
  }

  std::vector<std::string> violations_;
};

}  // namespace

Result<void> validate(const StructShape& shape, const void* value, Protocol protocol) {
  Validator validator;
  validator.structure(shape, value, "");
  return validator.outcome(protocol);
}

}  // namespace berth::aws
