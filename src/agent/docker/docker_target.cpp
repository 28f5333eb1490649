// How a call to Docker Engine is spelt: paths, queries, filters, versions.
#include "agent/docker/docker_target.h"

#include <charconv>

#include "agent/docker/docker_client.h"

namespace berth::agent {

namespace {

std::string percent_encode(std::string_view text, std::string_view kept) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kept.find(c) != std::string_view::npos;
    if (plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kDigits[byte >> 4U];
      encoded += kDigits[byte & 0xFU];
    }
  }
  return encoded;
}

std::pair<int, int> version_numbers(std::string_view text) {
  std::pair<int, int> numbers{0, 0};
  const auto dot = text.find('.');
  const auto major = text.substr(0, dot);
  std::from_chars(major.data(), major.data() + major.size(), numbers.first);
  if (dot != std::string_view::npos) {
    const auto minor = text.substr(dot + 1);
    std::from_chars(minor.data(), minor.data() + minor.size(), numbers.second);
  }
  return numbers;
}

}  // namespace

std::string query(const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters) {
    text += text.empty() ? '?' : '&';
    text += percent_encode(name, "-._~") + "=" + percent_encode(value, "-._~");
  }
  return text;
}

std::string encode_path(std::string_view text) {
  return percent_encode(text, "-._~/:@");
}

std::string json_filter(std::string_view key, const std::vector<std::string>& values) {
  const auto quoted = [](std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
    return result + "\"";
  };
  std::string list;
  for (const auto& value : values) list += (list.empty() ? "" : ",") + quoted(value);
  return "{" + quoted(key) + ":[" + list + "]}";
}

bool docker_api_less(std::string_view a, std::string_view b) {
  return version_numbers(a) < version_numbers(b);
}

}  // namespace berth::agent
