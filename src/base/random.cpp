// The spellings of random ids that AWS's clients know.
#include "base/random.h"

#include <string_view>
#include <vector>

namespace berth {
namespace {

std::string random_from(Random& random, std::string_view alphabet, std::size_t size) {
  // The alphabets have 16, 32 or 64 letters: a mask picks among them without bias.
  std::vector<std::uint8_t> bytes(size);
  random.fill(bytes);
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = alphabet[bytes[i] & (alphabet.size() - 1)];
  return text;
}

}  // namespace

std::string random_hex(Random& random, std::size_t size) {
  return random_from(random, "0123456789abcdef", size);
}

std::string random_uuid(Random& random) {
  std::string uuid = random_hex(random, 36);
  for (std::size_t dash : {8U, 13U, 18U, 23U}) uuid[dash] = '-';
  uuid[14] = '4';
  // The variant is the digit's upper two bits, 10: the lower two stay random.
  const char digit = uuid[19];
  const int value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
  uuid[19] = "89ab"[value & 3];
  return uuid;
}

std::string random_base32(Random& random, std::size_t size) {
  return random_from(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", size);
}

std::string random_base64_text(Random& random, std::size_t size) {
  return random_from(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
                     size);
}

}  // namespace berth
