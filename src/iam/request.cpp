// Few keys a request: a vector that is searched from the front.
#include "iam/request.h"

#include <algorithm>

namespace berth::iam {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

ContextValue& ContextKeys::slot(std::string name) {
  for (Entry& entry : entries_) {
    if (same_name(entry.first, name)) return entry.second;
  }
  return entries_.emplace_back(std::move(name), ContextValue{}).second;
}

void ContextKeys::set(std::string name, std::string value) {
  ContextValue& target = slot(std::move(name));
  target.multivalued = false;
  target.values.assign(1, std::move(value));
}

void ContextKeys::set(std::string name, std::vector<std::string> values) {
  ContextValue& target = slot(std::move(name));
  target.multivalued = true;
  target.values = std::move(values);
}

const ContextValue* ContextKeys::find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (same_name(entry.first, name)) return &entry.second;
  }
  return nullptr;
}

}  // namespace berth::iam
