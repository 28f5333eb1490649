// A small streaming writer of XML.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace berth::aws {

/// Writes elements one after the other. Names are the model's and are not escaped. Whoever calls
/// keeps begin and end in balance.
class XmlWriter {
 public:
  XmlWriter() { xml_.reserve(kUsualSize); }

  /// `<name>`, or `<name xmlns="...">` where a namespace is given.
  void begin(std::string_view name, std::string_view xml_namespace = {});
  void end(std::string_view name);
  /// Text inside an element. Bytes that are not UTF-8 and characters that XML 1.0 cannot hold, not
  /// even escaped, become U+FFFD; a carriage return is escaped so that it survives parsing.
  void text(std::string_view text);
  /// `<name>text</name>`
  void element(std::string_view name, std::string_view text);

  const std::string& xml() const { return xml_; }
  std::string take() { return std::move(xml_); }

 private:
  static constexpr std::size_t kUsualSize = 1024;

  std::size_t escape_first(std::string_view text);

  std::string xml_;
};

}  // namespace berth::aws
