// XML without a model, as a tree: what a client reads a Query service's answer from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace berth::aws {

/// One element. Attributes and comments are passed over; names keep their prefix.
struct XmlElement {
  std::string name;
  std::string text;  ///< all of its own character data, entities resolved
  std::vector<XmlElement> children;

  /// The first child of that name, or null.
  const XmlElement* find(std::string_view child) const;
};

/// Parses one document: elements, text, CDATA, the five entities of XML 1.0 and numbered ones.
/// Fault "SerializationException" where it is none, has a document type, or is nested deeper than
/// kNestingMax.
Result<XmlElement> parse_xml(std::string_view xml);

}  // namespace berth::aws
