// Changes to the text of a policy document.
#include "iam/document_edit.h"

#include "aws/json_tree.h"

namespace berth::iam {
namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view text_of(std::string_view document, const aws::JsonValue& value) {
  return document.substr(value.begin, value.end - value.begin);
}

/// `document` with `statements` (JSON of an array) in place of those it has.
std::string with_statements(std::string_view document, const aws::JsonValue& old,
                            const std::string& statements) {
  std::string out(document.substr(0, old.begin));
  out += statements;
  out += document.substr(old.end);
  return compact_json(out);
}

}  // namespace

std::string compact_json(std::string_view json) {
  std::string out;
  bool in_text = false;
  bool escaped = false;
  for (const char c : json) {
    if (!in_text && is_space(c)) continue;
    out += c;
    if (c == '"' && !escaped) in_text = !in_text;
    escaped = in_text && c == '\\' && !escaped;
  }
  return out;
}

std::string with_statement(std::string_view document, std::string_view statement) {
  const auto tree = aws::parse_json(document);
  const aws::JsonValue& old = *tree->find("Statement");
  std::string list = "[";
  if (!old.is_array()) list.append(text_of(document, old)).append(",");
  for (const aws::JsonValue& each : old.elements) {
    list.append(text_of(document, each)).append(",");
  }
  list.append(statement).append("]");
  return with_statements(document, old, list);
}

std::optional<std::string> without_statement(std::string_view document, std::size_t index) {
  const auto tree = aws::parse_json(document);
  const aws::JsonValue& old = *tree->find("Statement");
  if (old.elements.size() < 2) return std::nullopt;
  std::string list;
  for (std::size_t i = 0; i < old.elements.size(); ++i) {
    if (i == index) continue;
    list += (list.empty() ? "[" : ",") + std::string(text_of(document, old.elements[i]));
  }
  return with_statements(document, old, list + "]");
}

std::size_t policy_size(std::string_view document) {
  std::size_t size = 0;
  for (const char c : document) {
    if (!is_space(c) && (static_cast<unsigned char>(c) & 0xC0) != 0x80) ++size;
  }
  return size;
}

}  // namespace berth::iam
