// AWS Query over the shape tables. The parameters are sorted, so all that belong to a member are
// neighbours, and each level of a name looks at its own stretch only.
#include "aws/query_codec.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <span>

#include <fmt/format.h>

#include "aws/json_tree.h"
#include "base/clock.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws {
namespace {

using Stretch = std::span<const QueryParam>;

Fault malformed(std::string message) {
  return client_fault("MalformedInput", std::move(message));
}

Fault unfit(const QueryParam& param, std::string_view wanted) {
  return malformed(fmt::format("The value of {} must be {}", param.name, wanted));
}

/// The stretch of `params` whose names begin with `prefix`.
Stretch beginning_with(Stretch params, std::string_view prefix) {
  const auto head = [&prefix](const QueryParam& param) {
    return std::string_view(param.name).substr(0, prefix.size());
  };
  const auto first = std::partition_point(
      params.begin(), params.end(), [&](const QueryParam& param) { return head(param) < prefix; });
  const auto last = std::partition_point(
      first, params.end(), [&](const QueryParam& param) { return head(param) == prefix; });
  return {first, last};
}

/// What was sent for one value: the parameter of just its name, or null, and those below it.
struct Sent {
  std::string name;
  const QueryParam* own = nullptr;
  Stretch below;  ///< names that begin with `name` and a dot

  bool absent() const { return own == nullptr && below.empty(); }
};

Sent find_sent(Stretch params, std::string name) {
  Sent sent;
  const Stretch begun = beginning_with(params, name);
  if (!begun.empty() && begun.front().name == name) sent.own = &begun.front();
  name += '.';
  sent.below = beginning_with(begun, name);
  name.pop_back();
  sent.name = std::move(name);
  return sent;
}

struct Place {
  std::uint32_t number;
  Sent sent;
};

/// "1" to "4294967295", without leading zeros.
std::optional<std::uint32_t> place_number(std::string_view digits) {
  std::uint32_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || digits.front() == '0') return std::nullopt;
  return number;
}

class Decoder {
 public:
  Result<void> structure(const StructShape& shape, Stretch params, std::string_view prefix,
                         void* out, int depth) {
    if (depth > kNestingMax) return fail(malformed("The parameters are nested too deeply"));
    for (const Member& member : shape.members) {
      const Sent sent = find_sent(params, std::string(prefix).append(member.wire_name));
      if (sent.absent()) continue;
      BERTH_TRY(value(*member.type, sent, member.emplace(out), depth));
    }
    return {};
  }

 private:
  Result<void> value(const TypeShape& type, const Sent& sent, void* out, int depth) {
    switch (type.kind) {
      case Kind::kStructure:
        BERTH_TRY(holds_others(sent));
        return structure(*type.structure, sent.below, sent.name + ".", out, depth + 1);
      case Kind::kList:
        return list(type, sent, out, depth + 1);
      case Kind::kMap:
        return map(type, sent, out, depth + 1);
      default:
        break;
    }
    if (sent.own == nullptr) {
      return fail(malformed(fmt::format("{} holds a value, not members", sent.name)));
    }
    return scalar(type, *sent.own, out);
  }

  /// What holds others may be sent with an empty value of its own, which says that it is empty.
  Result<void> holds_others(const Sent& sent) {
    if (sent.own == nullptr || sent.own->value.empty()) return {};
    return fail(malformed(fmt::format("{} holds members, not a value", sent.name)));
  }

  /// The numbered places below `sent`, in their order. Both `Name.member.1` and `Name.1` are read:
  /// the models of today have the first form only.
  Result<std::vector<Place>> places(const Sent& sent, std::string_view label) {
    std::string prefix = fmt::format("{}.{}.", sent.name, label);
    Stretch left = beginning_with(sent.below, prefix);
    if (left.empty()) {
      left = sent.below;
      prefix = sent.name + ".";
    }
    const auto segment = [&prefix](const QueryParam& param) {
      const std::string_view rest = std::string_view(param.name).substr(prefix.size());
      return rest.substr(0, rest.find('.'));
    };
    // Only where all of them are numbers does each place have one stretch to itself.
    for (const QueryParam& param : left) {
      if (!place_number(segment(param))) {
        return fail(malformed(fmt::format("{} is no place in a list", param.name)));
      }
    }
    std::vector<Place> found;
    while (!left.empty()) {
      const std::string_view digits = segment(left.front());
      found.push_back({*place_number(digits), find_sent(left, prefix + std::string(digits))});
      const Sent& last = found.back().sent;
      left = left.subspan(last.below.size() + (last.own != nullptr ? 1 : 0));
    }
    std::sort(found.begin(), found.end(),
              [](const Place& a, const Place& b) { return a.number < b.number; });
    return found;
  }

  Result<void> list(const TypeShape& type, const Sent& sent, void* out, int depth) {
    BERTH_TRY(holds_others(sent));
    BERTH_ASSIGN(const std::vector<Place> found, places(sent, "member"));
    for (const Place& place : found) {
      BERTH_TRY(value(*type.element, place.sent, type.list->append(out), depth));
    }
    return {};
  }

  Result<void> map(const TypeShape& type, const Sent& sent, void* out, int depth) {
    BERTH_TRY(holds_others(sent));
    BERTH_ASSIGN(const std::vector<Place> found, places(sent, "entry"));
    for (const Place& place : found) {
      const Sent key = find_sent(place.sent.below, place.sent.name + ".key");
      const Sent item = find_sent(place.sent.below, place.sent.name + ".value");
      if (key.own == nullptr || item.absent()) {
        return fail(malformed(fmt::format("{} must have a key and a value", place.sent.name)));
      }
      BERTH_TRY(value(*type.element, item, type.map->put(out, key.own->value), depth));
    }
    return {};
  }

  template <class Number>
  Result<void> number(const QueryParam& param, std::string_view wanted, void* out) {
    const char* end = param.value.data() + param.value.size();
    const auto read = std::from_chars(param.value.data(), end, *static_cast<Number*>(out));
    if (read.ec != std::errc() || read.ptr != end) return fail(unfit(param, wanted));
    return {};
  }

  Result<void> scalar(const TypeShape& type, const QueryParam& param, void* out) {
    switch (type.kind) {
      case Kind::kString:
      case Kind::kDocument:
        *static_cast<std::string*>(out) = param.value;
        return {};
      case Kind::kBoolean:
        if (param.value != "true" && param.value != "false") {
          return fail(unfit(param, "true or false"));
        }
        *static_cast<bool*>(out) = param.value == "true";
        return {};
      case Kind::kInteger:
        return number<std::int32_t>(param, "an integer of 32 bits", out);
      case Kind::kLong:
        return number<std::int64_t>(param, "an integer of 64 bits", out);
      case Kind::kDouble:
        return number<double>(param, "a number", out);
      case Kind::kTimestamp: {
        const auto time = parse_iso8601(param.value);
        if (!time) return fail(unfit(param, "a time in ISO 8601"));
        *static_cast<TimePoint*>(out) = *time;
        return {};
      }
      case Kind::kBlob: {
        auto bytes = crypto::base64_decode(param.value);
        if (!bytes) return fail(unfit(param, "base64 text"));
        *static_cast<std::string*>(out) = std::move(*bytes);
        return {};
      }
      default:
        return {};
    }
  }
};

}  // namespace

Result<void> decode_query(const StructShape& shape, const QueryParams& params, void* object) {
  return Decoder().structure(shape, params.all(), "", object, 0);
}

}  // namespace berth::aws
