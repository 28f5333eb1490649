// Changes to the text of a policy document, so that a command to paste holds the whole of the new
// one. Everything that is not changed stays as it is written but for whitespace.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace berth::iam {

/// JSON without whitespace between its tokens.
std::string compact_json(std::string_view json);

/// `document`, which parses as a policy, with `statement` (JSON of an object) after its last one.
std::string with_statement(std::string_view document, std::string_view statement);

/// `document` without statement `index`; nothing where it has no other.
std::optional<std::string> without_statement(std::string_view document, std::size_t index);

/// How AWS counts a document's size: its characters but for whitespace.
std::size_t policy_size(std::string_view document);

}  // namespace berth::iam
