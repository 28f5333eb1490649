// Authenticated encryption of small texts.
#include "crypto/seal.h"

#include <cstdlib>
#include <memory>

#include <openssl/evp.h>

namespace berth::crypto {
namespace {

constexpr std::size_t kTagBytes = 16;

struct ContextDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const EVP_CIPHER* algorithm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace

std::string seal(std::string_view key, std::string_view plain, std::string_view associated,
                 Random& random) {
  if (key.size() != kSealKeyBytes) std::abort();
  std::string nonce(kSealNonceBytes, '\0');
  random.fill(std::span(reinterpret_cast<std::uint8_t*>(nonce.data()), nonce.size()));
  std::string cipher(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  const std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter> context(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool done =
      EVP_EncryptInit_ex2(context.get(), algorithm(), bytes_of(key), bytes_of(nonce), nullptr) ==
          1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &size, bytes_of(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.get(), bytes_of(cipher), &size, bytes_of(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), bytes_of(tag), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag.data()) == 1;
  if (!done) std::abort();
  return nonce + cipher + tag;
}

std::optional<std::string> open_seal(std::string_view key, std::string_view sealed,
                                     std::string_view associated) {
  if (key.size() != kSealKeyBytes || sealed.size() < kSealNonceBytes + kTagBytes)
    return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kSealNonceBytes);
  const std::string_view cipher =
      sealed.substr(kSealNonceBytes, sealed.size() - kSealNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(cipher.size(), '\0');
  const std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter> context(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool opened =
      EVP_DecryptInit_ex2(context.get(), algorithm(), bytes_of(key), bytes_of(nonce), nullptr) ==
          1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, bytes_of(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes_of(plain), &size, bytes_of(cipher),
                        static_cast<int>(cipher.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes_of(tag), &size) == 1;
  if (!opened) return std::nullopt;
  return plain;
}

}  // namespace berth::crypto
