// The opaque tokens with which a listing goes on from page to page.
#include "aws/pagination.h"

#include "crypto/hash.h"

namespace berth::aws {
namespace {

// The checksum's input begins with the form's version: tokens of another form are not taken.
constexpr std::string_view kForm = "page-1:";
constexpr std::size_t kChecksumSize = 9;  // a multiple of three, so that base64 has no odd bits

std::string checksum(std::string_view position) {
  const crypto::Digest digest = crypto::sha256(std::string(kForm).append(position));
  return std::string(crypto::as_text(digest).substr(0, kChecksumSize));
}

}  // namespace

std::string encode_token(std::string_view position) {
  return crypto::base64url_encode(checksum(position).append(position));
}

std::optional<std::string> decode_token(std::string_view token) {
  const auto bytes = crypto::base64url_decode(token);
  if (!bytes || bytes->size() < kChecksumSize) return std::nullopt;
  std::string position = bytes->substr(kChecksumSize);
  if (bytes->compare(0, kChecksumSize, checksum(position)) != 0) return std::nullopt;
  return position;
}

}  // namespace berth::aws
