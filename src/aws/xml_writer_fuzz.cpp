// Any bytes as text: what is written is well-formed, and reads back as what went in.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "aws/xml_writer.h"

namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

void require(bool holds) {
  if (!holds) std::abort();
}

/// The bytes of the UTF-8 character at `text[at]` and its number; 0 bytes where there is none.
std::pair<std::size_t, std::uint32_t> character_at(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0u;
  };
  const std::uint32_t lead = byte(at);
  if (lead < 0x80) return {1, lead};
  std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {0, 0};
  std::uint32_t number = lead & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {0, 0};
    number = number << 6 | (byte(at + i) & 0x3F);
  }
  const std::uint32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
  const bool surrogate = number >= 0xD800 && number <= 0xDFFF;
  if (number < least || number > 0x10FFFF || surrogate) return {0, 0};
  return {size, number};
}

/// XML 1.0, production 2.
bool is_xml_character(std::uint32_t c) {
  return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) ||
         (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
}

bool is_writable(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto [size, number] = character_at(text, at);
    if (size == 0 || !is_xml_character(number)) return false;
    at += size;
  }
  return true;
}

/// The text of the element's content, with its references resolved.
std::string resolved(std::string_view content) {
  constexpr std::pair<std::string_view, std::string_view> kReferences[] = {
      {"&amp;", "&"},  {"&lt;", "<"},   {"&gt;", ">"},   {"&quot;", "\""}, {"&apos;", "'"},
      {"&#xD;", "\r"}, {"&#xd;", "\r"}, {"&#13;", "\r"}, {"&#39;", "'"},   {"&#34;", "\""}};
  std::string out;
  while (!content.empty()) {
    require(content.front() != '<');
    if (content.front() != '&') {
      require(content.front() != '\r');  // a parser would make a newline of it
      out += content.front();
      content.remove_prefix(1);
      continue;
    }
    bool known = false;
    for (const auto& [reference, character] : kReferences) {
      if (content.substr(0, reference.size()) != reference) continue;
      out += character;
      content.remove_prefix(reference.size());
      known = true;
      break;
    }
    require(known);
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  berth::aws::XmlWriter writer;
  writer.begin("Answer", "https://example.com/");
  writer.element("Text", text);
  writer.end("Answer");
  const std::string& xml = writer.xml();
  constexpr std::string_view kBegin = R"(<Answer xmlns="https://example.com/"><Text>)";
  constexpr std::string_view kEnd = "</Text></Answer>";
  require(xml.size() >= kBegin.size() + kEnd.size());
  require(xml.substr(0, kBegin.size()) == kBegin);
  require(xml.substr(xml.size() - kEnd.size()) == kEnd);
  const std::string back = resolved(
      std::string_view(xml).substr(kBegin.size(), xml.size() - kBegin.size() - kEnd.size()));
  require(is_writable(back));
  if (is_writable(text)) {
    require(back == text);
  } else {
    require(back.find(kReplacement) != std::string::npos);
  }
  return 0;
}
