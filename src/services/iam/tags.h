// Tags of IAM's entities: the rules for what a request brings, and how answers show them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/models/iam.h"
#include "base/result.h"
#include "services/context.h"

namespace berth::services::iam {

/// Are "a" and "A" one key? Of users and roles they are, of others not. See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html.
enum class KeyCase { kIgnored, kDistinct };

/// InvalidInput where a key comes twice or begins with "aws:".
Result<void> check_tags(const std::optional<std::vector<aws::iam::Tag>>& tags,
                        KeyCase key_case = KeyCase::kIgnored);

/// Writes the tags, checked before, to the entity of that unique id. LimitExceeded where it would
/// have more than 50.
Result<void> put_tags(Context& context, std::string_view owner_id,
                      const std::optional<std::vector<aws::iam::Tag>>& tags);
void remove_tags(Context& context, std::string_view owner_id, const std::vector<std::string>& keys);

/// What lists go by: keys, of managed policies the shorter first.
std::string tag_position(std::string_view owner_id, std::string_view key);

std::vector<aws::iam::Tag> shown_tags(Context& context, std::string_view owner_id);
/// Absent where there is none: so do answers that show an entity.
std::optional<std::vector<aws::iam::Tag>> shown_tags_or_none(Context& context,
                                                             std::string_view owner_id);

}  // namespace berth::services::iam
