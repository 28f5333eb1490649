// The rules of IAM's tags.
#include "services/iam/tags.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "store/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kTagsMax = 50;

}  // namespace

Result<void> check_tags(const std::optional<std::vector<aws::iam::Tag>>& tags, KeyCase key_case) {
  if (!tags) return {};
  std::set<std::string> seen;
  for (const aws::iam::Tag& tag : *tags) {
    const std::string folded = store::name_key(*tag.key);
    if (folded.substr(0, 4) == "aws:") {
      return fail(client_fault("InvalidInput",
                               "Tag keys that begin with aws: are reserved for system use."));
    }
    if (!seen.insert(key_case == KeyCase::kIgnored ? folded : *tag.key).second) {
      return fail(client_fault("InvalidInput", key_case == KeyCase::kIgnored
                                                   ? "Duplicate tag keys found. Please note that "
                                                     "Tag keys are case insensitive."
                                                   : "Duplicate tag keys found."));
    }
  }
  return {};
}

Result<void> put_tags(Context& context, std::string_view owner_id,
                      const std::optional<std::vector<aws::iam::Tag>>& tags) {
  if (!tags || tags->empty()) return {};
  for (const aws::iam::Tag& tag : *tags) {
    store::put_iam_tag(context.tx, owner_id, {*tag.key, tag.value.value_or("")});
  }
  if (store::list_iam_tags(context.tx, owner_id).size() > kTagsMax) {
    return fail(
        Fault{"LimitExceeded", "The number of tags has reached the maximum limit.", 409, {}});
  }
  return {};
}

void remove_tags(Context& context, std::string_view owner_id,
                 const std::vector<std::string>& keys) {
  for (const std::string& key : keys) store::delete_iam_tag(context.tx, owner_id, key);
}

std::string tag_position(std::string_view owner_id, std::string_view key) {
  if (owner_id.substr(0, 4) != "ANPA") return store::tag_key(owner_id, key);
  return fmt::format("{:04}{}", key.size(), key);
}

std::vector<aws::iam::Tag> shown_tags(Context& context, std::string_view owner_id) {
  std::vector<aws::iam::Tag> shown;
  for (const store::IamTag& tag : store::list_iam_tags(context.tx, owner_id)) {
    auto& each = shown.emplace_back();
    each.key = tag.key;
    each.value = tag.value;
  }
  std::sort(shown.begin(), shown.end(), [owner_id](const auto& a, const auto& b) {
    return tag_position(owner_id, *a.key) < tag_position(owner_id, *b.key);
  });
  return shown;
}

std::optional<std::vector<aws::iam::Tag>> shown_tags_or_none(Context& context,
                                                             std::string_view owner_id) {
  auto tags = shown_tags(context, owner_id);
  if (tags.empty()) return std::nullopt;
  return tags;
}

}  // namespace berth::services::iam
