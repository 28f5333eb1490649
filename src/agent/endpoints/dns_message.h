// DNS messages, as far as a responder that answers one kind of name needs them (RFC 1035). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace berth::agent::dns {

inline constexpr std::uint16_t kTypeA = 1;
inline constexpr std::uint16_t kTypeAny = 255;
inline constexpr std::uint16_t kClassIn = 1;

/// RCODEs that Berth gives (RFC 1035, 4.1.1).
enum class Code : std::uint8_t {
  kNoError = 0,
  kFormatError = 1,
  kServerFailure = 2,
  kNotImplemented = 4,
  kRefused = 5
};

/// A query with its one question.
struct Query {
  std::uint16_t id = 0;
  std::uint8_t opcode = 0;
  bool recursion_desired = false;
  std::string name;  ///< "ecs.us-west-2.amazonaws.com": labels joined by dots, case as sent
  std::uint16_t type = 0;
  std::uint16_t question_class = 0;
  std::string question;  ///< the question's own bytes, which an answer repeats
};

/// Nothing where the bytes are no query with exactly one question, have a label with a dot or a
/// control character, or a compressed name (no client compresses a question).
std::optional<Query> parse_query(std::string_view message);

/// True where an answer can be addressed at all: twelve bytes, and not an answer itself.
bool has_query_header(std::string_view message);

/// An answer without records.
std::string make_empty_answer(const Query& query, Code code);
/// The answer to something that parse_query() refused but has_query_header() takes: header only.
std::string make_failure(std::string_view message, Code code);
/// One A record, `address` in host byte order.
std::string make_address_answer(const Query& query, std::uint32_t address, std::uint32_t ttl_s);

/// True where `answer` is an answer to `query`: its id, and its question where it repeats one.
bool answers(std::string_view answer, const Query& query);

}  // namespace berth::agent::dns
