// XML without a model: as much of it as AWS's answers hold, and nothing that reaches outside.
#include "aws/xml_tree.h"

#include <charconv>
#include <cstdint>

#include "aws/json_tree.h"

namespace berth::aws {
namespace {

constexpr std::string_view kXmlSpace = " \t\r\n";

Fault no_xml_text() {
  return client_fault("SerializationException", "The text is not valid XML");
}

void append_utf8(std::uint32_t point, std::string& out) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  }
}

/// What stands between `&` and `;`. False where it means nothing.
bool append_entity(std::string_view name, std::string& out) {
  if (name == "lt") return out += '<', true;
  if (name == "gt") return out += '>', true;
  if (name == "amp") return out += '&', true;
  if (name == "quot") return out += '"', true;
  if (name == "apos") return out += '\'', true;
  if (name.size() < 2 || name[0] != '#') return false;
  const bool is_hex = name[1] == 'x';
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  std::uint32_t point = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, point, is_hex ? 16 : 10);
  const bool is_surrogate = point >= 0xd800 && point < 0xe000;
  if (read.ec != std::errc() || read.ptr != end || point > 0x10ffff || is_surrogate) return false;
  append_utf8(point, out);
  return true;
}

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : text_(text) {}

  Result<XmlElement> document() {
    if (!skip_misc() || !starts_with("<")) return fail(no_xml_text());
    BERTH_ASSIGN(XmlElement root, element(0));
    if (!skip_misc() || at_ != text_.size()) return fail(no_xml_text());
    return root;
  }

 private:
  bool starts_with(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  /// Goes behind the next `what`; false where there is none.
  bool skip_past(std::string_view what) {
    const auto found = text_.find(what, at_);
    if (found == std::string_view::npos) return false;
    at_ = found + what.size();
    return true;
  }

  /// White space, comments and instructions outside the root.
  bool skip_misc() {
    for (;;) {
      at_ = std::min(text_.size(), text_.find_first_not_of(kXmlSpace, at_));
      if (starts_with("<!--")) {
        if (!skip_past("-->")) return false;
      } else if (starts_with("<?")) {
        if (!skip_past("?>")) return false;
      } else {
        return !starts_with("<!");
      }
    }
  }

  /// The rest of a start tag, attributes included. True where the element ends with it.
  Result<bool> end_of_tag() {
    char quote = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '<') {
        break;
      } else if (c == '>') {
        return text_[at_++ - 1] == '/';
      }
    }
    return fail(no_xml_text());
  }

  Result<XmlElement> element(int depth) {
    if (depth > kNestingMax) return fail(no_xml_text());
    XmlElement out;
    const auto name_end = std::min(text_.size(), text_.find_first_of(" \t\r\n/>", ++at_));
    out.name = text_.substr(at_, name_end - at_);
    at_ = name_end;
    if (out.name.empty()) return fail(no_xml_text());
    BERTH_ASSIGN(const bool is_empty, end_of_tag());
    if (is_empty) return out;
    while (at_ < text_.size()) {
      if (starts_with("</")) {
        at_ += 2;
        if (!starts_with(out.name)) return fail(no_xml_text());
        at_ += out.name.size();
        at_ = std::min(text_.size(), text_.find_first_not_of(kXmlSpace, at_));
        if (!starts_with(">")) return fail(no_xml_text());
        ++at_;
        return out;
      }
      BERTH_TRY(content(out, depth));
    }
    return fail(no_xml_text());
  }

  Result<void> content(XmlElement& out, int depth) {
    if (starts_with("<![CDATA[")) {
      const std::size_t begin = at_ + 9;
      if (!skip_past("]]>")) return fail(no_xml_text());
      out.text += text_.substr(begin, at_ - 3 - begin);
    } else if (starts_with("<!--")) {
      if (!skip_past("-->")) return fail(no_xml_text());
    } else if (starts_with("<?")) {
      if (!skip_past("?>")) return fail(no_xml_text());
    } else if (starts_with("<!")) {
      return fail(no_xml_text());
    } else if (starts_with("<")) {
      BERTH_ASSIGN(XmlElement child, element(depth + 1));
      out.children.push_back(std::move(child));
    } else if (starts_with("&")) {
      const std::size_t begin = at_ + 1;
      if (!skip_past(";") || !append_entity(text_.substr(begin, at_ - 1 - begin), out.text)) {
        return fail(no_xml_text());
      }
    } else {
      const auto end = std::min(text_.size(), text_.find_first_of("<&", at_));
      out.text += text_.substr(at_, end - at_);
      at_ = end;
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const XmlElement* XmlElement::find(std::string_view child) const {
  for (const XmlElement& one : children) {
    if (one.name == child) return &one;
  }
  return nullptr;
}

Result<XmlElement> parse_xml(std::string_view xml) {
  return XmlReader(xml).document();
}

}  // namespace berth::aws
