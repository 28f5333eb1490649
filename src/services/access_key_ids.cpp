// See access_key_ids.h. Eighty bits behind the prefix, the highest first: 1, account, random.
#include "services/access_key_ids.h"

#include <array>
#include <charconv>
#include <cstdint>

#include <fmt/format.h>

namespace berth::services {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kPrefixCharacters = 4;
constexpr std::size_t kCharacters = 20;
constexpr int kCharactersOfHigh = 12;  ///< sixty of the eighty bits
constexpr int kRandomBitsOfHigh = 19;
constexpr std::uint64_t kAccountsMax = 1'000'000'000'000;

std::string base32_of(std::uint64_t value, int characters) {
  std::string text;
  for (int i = characters - 1; i >= 0; --i) text += kBase32[value >> (5 * i) & 31];
  return text;
}

}  // namespace

std::string new_access_key_id(Random& random, std::string_view prefix, const AccountId& account) {
  std::uint64_t number = 0;
  const std::string& digits = account.str();
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  std::array<std::uint8_t, 5> bytes{};
  random.fill(bytes);
  std::uint64_t noise = 0;
  for (const std::uint8_t byte : bytes) noise = noise << 8 | byte;
  const std::uint64_t high = std::uint64_t{1} << 59 | number << kRandomBitsOfHigh |
                             (noise >> 20 & ((1U << kRandomBitsOfHigh) - 1));
  return std::string(prefix) + base32_of(high, kCharactersOfHigh) + base32_of(noise & 0xfffff, 4);
}

std::optional<AccountId> account_of_access_key_id(std::string_view id) {
  if (id.size() != kCharacters) return std::nullopt;
  std::uint64_t high = 0;
  for (const char c : id.substr(kPrefixCharacters, kCharactersOfHigh)) {
    const std::size_t digit = kBase32.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    high = high << 5 | digit;
  }
  if (id.find_first_not_of(kBase32, kPrefixCharacters) != std::string_view::npos) {
    return std::nullopt;
  }
  const std::uint64_t number = (high & ((std::uint64_t{1} << 59) - 1)) >> kRandomBitsOfHigh;
  if (high >> 59 == 0 || number >= kAccountsMax) return std::nullopt;
  return AccountId(fmt::format("{:012}", number));
}

}  // namespace berth::services
