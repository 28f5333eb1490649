// See packed_size.h. Tags that the caller's own session hands on count like the others.
#include "services/sts/packed_size.h"

#include <string_view>

#include <fmt/format.h>

#include "aws/utf8.h"
#include "services/session_policies.h"

namespace berth::services::sts {
namespace {

constexpr std::size_t kPolicyCharactersMax = 2048;
constexpr std::size_t kPackedBytesMax = 4096;
/// Where a tag's key and value end.
constexpr std::size_t kTagMarks = 2;

/// The document was accepted before: it is JSON.
std::size_t packed_document(std::string_view document) {
  std::size_t bytes = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const char each = document[i];
    const bool blank = each == ' ' || each == '\t' || each == '\n' || each == '\r';
    if (in_text || !blank) ++bytes;
    if (in_text && each == '\\') {
      ++bytes;
      ++i;
    } else if (each == '"') {
      in_text = !in_text;
    }
  }
  return bytes;
}

std::size_t packed_policy(std::string_view policy) {
  if (!is_policy_arn(policy)) return packed_document(policy);
  const std::size_t path = policy.find('/');
  return path == std::string_view::npos ? policy.size() : policy.size() - path;
}

}  // namespace

Result<void> check_policy_characters(const SessionFacts& facts) {
  std::size_t characters = 0;
  for (const std::string& policy : facts.policies) characters += aws::count_code_points(policy);
  if (characters <= kPolicyCharactersMax) return {};
  return fail(client_fault(
      "ValidationError",
      fmt::format("The inline session policy and the ARNs of managed session policies have {} "
                  "characters together; they may have {} at most.",
                  characters, kPolicyCharactersMax)));
}

std::int32_t packed_size_percent(const SessionFacts& facts) {
  std::size_t bytes = 0;
  for (const std::string& policy : facts.policies) bytes += packed_policy(policy);
  for (const auto& [key, value] : facts.tags) bytes += key.size() + value.size() + kTagMarks;
  return static_cast<std::int32_t>((bytes * 100 + kPackedBytesMax - 1) / kPackedBytesMax);
}

Result<void> check_packed_size(const SessionFacts& facts) {
  const std::int32_t percent = packed_size_percent(facts);
  if (percent <= 100) return {};
  return fail(client_fault(
      "PackedPolicyTooLarge",
      facts.policies.empty()
          ? fmt::format("Packed size of session tags consumes {}% of allotted space.", percent)
          : fmt::format("Packed policy consumes {}% of allotted space, please use smaller policy.",
                        percent)));
}

std::optional<std::int32_t> shown_packed_size(const SessionFacts& facts) {
  if (facts.policies.empty() && facts.tags.empty()) return std::nullopt;
  return packed_size_percent(facts);
}

}  // namespace berth::services::sts
