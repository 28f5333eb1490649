// A container image's name, taken apart for the pull.
#pragma once

#include <string>
#include <string_view>

namespace berth::agent {

/// "registry:5000/team/app:1.2" → name "registry:5000/team/app", tag "1.2". A digest is the tag:
/// "sha256:…". Neither given: tag "latest", so that a pull never takes every tag there is.
struct ImageReference {
  std::string name;
  std::string tag;

  static ImageReference parse(std::string_view text);
};

}  // namespace berth::agent
