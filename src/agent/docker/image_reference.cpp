// A container image's name, taken apart for the pull.
#include "agent/docker/image_reference.h"

namespace berth::agent {

ImageReference ImageReference::parse(std::string_view text) {
  const auto digest = text.find('@');
  if (digest != std::string_view::npos) {
    return {std::string(text.substr(0, digest)), std::string(text.substr(digest + 1))};
  }
  const auto colon = text.rfind(':');
  const auto slash = text.rfind('/');
  const bool is_tag =
      colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  if (!is_tag) return {std::string(text), "latest"};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

}  // namespace berth::agent
