// The services that Berth answers for and the shape of their names.
#include "agent/endpoints/served_names.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace berth::agent {
namespace {

constexpr std::string_view kDomain = ".amazonaws.com";
constexpr std::string_view kFips = "-fips";
constexpr std::array<std::string_view, 4> kServices = {"ecs", "logs", "sts", "iam"};
/// Those that AWS also has one worldwide name for.
constexpr std::array<std::string_view, 2> kGlobal = {"iam", "sts"};

constexpr std::array<std::string_view, 36> kRegions = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ca-central-1",   "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",
    "eu-south-1",     "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",
    "il-central-1",   "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",
    "us-east-1",      "us-east-2",      "us-gov-east-1",  "us-gov-west-1",  "us-west-1",
    "us-west-2"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "us-west-2", "us-gov-east-1": two letters, words, a number, joined by single dashes.
bool looks_like_region(std::string_view text) {
  if (text.size() < 6 || text.size() > 32 || !is_letter(text[0]) || !is_letter(text[1]) ||
      text[2] != '-') {
    return false;
  }
  const std::size_t last_dash = text.rfind('-');
  const std::string_view words = text.substr(3, last_dash < 3 ? 0 : last_dash - 3);
  const std::string_view number = text.substr(last_dash + 1);
  if (words.empty() || words.front() == '-' || words.back() == '-') return false;
  return !number.empty() && number.size() <= 2 &&
         std::all_of(number.begin(), number.end(), is_digit) &&
         std::all_of(words.begin(), words.end(), [](char c) { return is_letter(c) || c == '-'; });
}

}  // namespace

bool is_served_name(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string_view rest = lower;
  if (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
  if (rest.size() <= kDomain.size() || rest.substr(rest.size() - kDomain.size()) != kDomain) {
    return false;
  }
  rest.remove_suffix(kDomain.size());
  const std::size_t dot = rest.find('.');
  std::string_view service = rest.substr(0, dot);
  if (service.size() > kFips.size() && service.substr(service.size() - kFips.size()) == kFips) {
    service.remove_suffix(kFips.size());
  }
  if (dot == std::string_view::npos) return contains(kGlobal, service);
  return contains(kServices, service) && looks_like_region(rest.substr(dot + 1));
}

std::vector<std::string> names_for_hosts_file(const std::string& region) {
  std::vector<std::string> names;
  const auto add = [&](std::string_view service, std::string_view where) {
    names.push_back(std::string(service) + "." + std::string(where) + std::string(kDomain));
  };
  for (const auto service : kGlobal) names.push_back(std::string(service) + std::string(kDomain));
  for (const auto service : kServices) {
    for (const auto where : kRegions) add(service, where);
    if (looks_like_region(region) && !contains(kRegions, region)) add(service, region);
  }
  return names;
}

}  // namespace berth::agent
