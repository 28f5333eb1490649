// A small streaming writer of XML.
#include "aws/xml_writer.h"

#include "aws/utf8.h"

namespace berth::aws {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20;
}

/// U+FFFE and U+FFFF are no characters of XML 1.0.
bool is_noncharacter(std::string_view rest) {
  const std::string_view head = rest.substr(0, 3);
  return head == "\xef\xbf\xbe" || head == "\xef\xbf\xbf";
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
  const std::string clean = to_utf8(text);
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    switch (c) {
      case '&':
        xml_ += "&amp;";
        continue;
      case '<':
        xml_ += "&lt;";
        continue;
      case '>':
        xml_ += "&gt;";
        continue;
      case '"':
        xml_ += "&quot;";
        continue;
      case '\r':
        xml_ += "&#xD;";
        continue;
      default:
        break;
    }
    if (is_control(c) && c != '\t' && c != '\n') {
      xml_ += kReplacement;
    } else if (c == '\xef' && is_noncharacter(std::string_view(clean).substr(i))) {
      xml_ += kReplacement;
      i += 2;
    } else {
      xml_ += c;
    }
  }
}

void XmlWriter::element(std::string_view name, std::string_view text) {
  begin(name);
  this->text(text);
  end(name);
}

}  // namespace berth::aws
