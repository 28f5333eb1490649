// Few keys a request: a vector that is searched from the front.
#include "iam/request.h"

#include "iam/text.h"

namespace berth::iam {
namespace {

constexpr std::size_t kUsualKeys = 24;

}  // namespace

ContextValue& ContextKeys::slot(std::string name) {
  for (Entry& entry : entries_) {
    if (equal_ignoring_case(entry.first, name)) return entry.second;
  }
  if (entries_.empty()) entries_.reserve(kUsualKeys);
  return entries_.emplace_back(std::move(name), ContextValue{}).second;
}

void ContextKeys::set(std::string name, std::string value) {
  ContextValue& target = slot(std::move(name));
  target.multivalued = false;
  target.values.clear();
  target.values.push_back(std::move(value));
}

void ContextKeys::set(std::string name, std::vector<std::string> values) {
  ContextValue& target = slot(std::move(name));
  target.multivalued = true;
  target.values = std::move(values);
}

const ContextValue* ContextKeys::find(std::string_view name) const {
  for (const Entry& entry : entries_) {
    if (equal_ignoring_case(entry.first, name)) return &entry.second;
  }
  return nullptr;
}

}  // namespace berth::iam
