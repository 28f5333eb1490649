// A small streaming writer of XML.
#include "aws/xml_writer.h"

#include "aws/utf8.h"

namespace berth::aws {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// U+FFFE and U+FFFF are no characters of XML 1.0.
bool is_noncharacter(std::string_view rest) {
  const std::string_view head = rest.substr(0, 3);
  return head == "\xef\xbf\xbe" || head == "\xef\xbf\xbf";
}

bool is_plain(char c) {
  const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n';
  return !is_control && c != '&' && c != '<' && c != '>' && c != '"';
}

/// How many bytes of the front stand in XML as they are.
std::size_t plain_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_plain(text[size]) &&
         !(text[size] == '\xef' && is_noncharacter(text.substr(size)))) {
    ++size;
  }
  return size;
}

}  // namespace

void XmlWriter::begin(std::string_view name, std::string_view xml_namespace) {
  xml_.append("<").append(name);
  if (!xml_namespace.empty()) xml_.append(" xmlns=\"").append(xml_namespace).append("\"");
  xml_ += '>';
}

void XmlWriter::end(std::string_view name) {
  xml_.append("</").append(name).append(">");
}

void XmlWriter::text(std::string_view text) {
  if (!is_utf8(text)) return this->text(to_utf8(text));
  while (!text.empty()) {
    const std::size_t plain = plain_size(text);
    xml_.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) text.remove_prefix(escape_first(text));
  }
}

/// Writes the first character, which XML cannot hold as it is, and answers its size.
std::size_t XmlWriter::escape_first(std::string_view text) {
  switch (text.front()) {
    case '&':
      xml_ += "&amp;";
      return 1;
    case '<':
      xml_ += "&lt;";
      return 1;
    case '>':
      xml_ += "&gt;";
      return 1;
    case '"':
      xml_ += "&quot;";
      return 1;
    case '\r':
      xml_ += "&#xD;";
      return 1;
    default:
      xml_ += kReplacement;
      return is_noncharacter(text) ? 3 : 1;
  }
}

void XmlWriter::element(std::string_view name, std::string_view text) {
  begin(name);
  this->text(text);
  end(name);
}

}  // namespace berth::aws
