// The rules of IAM's tags.
#include "services/iam/tags.h"

#include <set>

#include "store/iam/tags.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kTagsMax = 50;

}  // namespace

Result<void> check_tags(const std::optional<std::vector<aws::iam::Tag>>& tags) {
  if (!tags) return {};
  std::set<std::string> seen;
  for (const aws::iam::Tag& tag : *tags) {
    const std::string key = store::name_key(*tag.key);
    if (key.substr(0, 4) == "aws:") {
      return fail(client_fault("InvalidInput",
                               "Tag keys that begin with aws: are reserved for system use."));
    }
    if (!seen.insert(key).second) {
      return fail(client_fault("InvalidInput",
                               "Duplicate tag keys found. Please note that Tag keys are case "
                               "insensitive."));
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

std::vector<aws::iam::Tag> shown_tags(Context& context, std::string_view owner_id) {
  std::vector<aws::iam::Tag> shown;
  for (const store::IamTag& tag : store::list_iam_tags(context.tx, owner_id)) {
    auto& each = shown.emplace_back();
    each.key = tag.key;
    each.value = tag.value;
  }
  return shown;
}

std::optional<std::vector<aws::iam::Tag>> shown_tags_or_none(Context& context,
                                                             std::string_view owner_id) {
  auto tags = shown_tags(context, owner_id);
  if (tags.empty()) return std::nullopt;
  return tags;
}

}  // namespace berth::services::iam
