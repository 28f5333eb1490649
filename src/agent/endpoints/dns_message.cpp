// Reads questions and writes answers byte by byte.
#include "agent/endpoints/dns_message.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

namespace berth::agent::dns {
namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kNameBytesMax = 255;
constexpr std::uint16_t kAnswerBit = 0x8000;
constexpr std::uint16_t kAuthoritative = 0x0400;
constexpr std::uint16_t kRecursionDesired = 0x0100;
constexpr std::uint16_t kRecursionAvailable = 0x0080;

std::uint16_t read16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>((static_cast<unsigned char>(bytes[at]) << 8) |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

void append16(std::string& out, std::uint16_t value) {
  out.push_back(static_cast<char>(value >> 8));
  out.push_back(static_cast<char>(value & 0xff));
}

void append32(std::string& out, std::uint32_t value) {
  append16(out, static_cast<std::uint16_t>(value >> 16));
  append16(out, static_cast<std::uint16_t>(value & 0xffff));
}

/// Reads the labels at `at` and moves it behind them.
std::optional<std::string> read_name(std::string_view message, std::size_t& at) {
  const std::size_t start = at;
  std::string name;
  while (at < message.size()) {
    const auto size = static_cast<unsigned char>(message[at]);
    ++at;
    if (size == 0) return name;
    if (size > 63 || at + size > message.size() || at + size - start > kNameBytesMax - 1) break;
    const std::string_view label = message.substr(at, size);
    // A dot or a control character inside a label would read as another name.
    const bool plain = std::all_of(label.begin(), label.end(), [](char c) {
      return static_cast<unsigned char>(c) > ' ' && c != '.' && c != '\x7f';
    });
    if (!plain) break;
    if (!name.empty()) name.push_back('.');
    name.append(label);
    at += size;
  }
  return std::nullopt;
}

std::string make_header(const Query& query, Code code, std::uint16_t answers) {
  std::string out;
  append16(out, query.id);
  const unsigned flags = kAnswerBit | kRecursionAvailable |
                         (code == Code::kNoError ? kAuthoritative : 0U) |
                         (query.recursion_desired ? kRecursionDesired : 0U) |
                         (static_cast<unsigned>(query.opcode) << 11) | static_cast<unsigned>(code);
  append16(out, static_cast<std::uint16_t>(flags));
  append16(out, query.question.empty() ? 0 : 1);
  append16(out, answers);
  append16(out, 0);
  append16(out, 0);
  return out + query.question;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

}  // namespace

bool has_query_header(std::string_view message) {
  return message.size() >= kHeaderBytes && (read16(message, 2) & kAnswerBit) == 0;
}

std::optional<Query> parse_query(std::string_view message) {
  if (!has_query_header(message) || read16(message, 4) != 1) return std::nullopt;
  Query query;
  query.id = read16(message, 0);
  const std::uint16_t flags = read16(message, 2);
  query.opcode = static_cast<std::uint8_t>((flags >> 11) & 0xf);
  query.recursion_desired = (flags & kRecursionDesired) != 0;
  std::size_t at = kHeaderBytes;
  auto name = read_name(message, at);
  if (!name || at + 4 > message.size()) return std::nullopt;
  query.name = std::move(*name);
  query.type = read16(message, at);
  query.question_class = read16(message, at + 2);
  query.question = message.substr(kHeaderBytes, at + 4 - kHeaderBytes);
  return query;
}

std::string make_empty_answer(const Query& query, Code code) {
  return make_header(query, code, 0);
}

std::string make_failure(std::string_view message, Code code) {
  Query query;
  query.id = read16(message, 0);
  query.opcode = static_cast<std::uint8_t>((read16(message, 2) >> 11) & 0xf);
  query.recursion_desired = (read16(message, 2) & kRecursionDesired) != 0;
  return make_header(query, code, 0);
}

std::string make_address_answer(const Query& query, std::uint32_t address, std::uint32_t ttl_s) {
  std::string out = make_header(query, Code::kNoError, 1);
  append16(out, 0xc000 | kHeaderBytes);  // the name: a pointer to the question's
  append16(out, kTypeA);
  append16(out, kClassIn);
  append32(out, ttl_s);
  append16(out, 4);
  append32(out, address);
  return out;
}

bool answers(std::string_view answer, const Query& query) {
  if (answer.size() < kHeaderBytes || (read16(answer, 2) & kAnswerBit) == 0 ||
      read16(answer, 0) != query.id) {
    return false;
  }
  if (read16(answer, 4) == 0) return true;
  return answer.size() >= kHeaderBytes + query.question.size() &&
         same_ignoring_case(answer.substr(kHeaderBytes, query.question.size()), query.question);
}

}  // namespace berth::agent::dns
