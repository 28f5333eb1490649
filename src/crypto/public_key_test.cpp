// Signatures that identity providers make are known, and nothing else is.
#include <gtest/gtest.h>

#include "crypto/public_key.h"
#include "crypto/testing.h"

namespace berth::crypto {
namespace {

using test_support::SigningKey;

TEST(PublicKey, KnowsRs256) {
  const SigningKey signer(SigningKey::Kind::kRsa);
  const auto key = PublicKey::rsa(signer.number("n"), signer.number("e"));
  ASSERT_TRUE(key);
  std::string signature = signer.sign("text");
  EXPECT_TRUE(key->verify_rs256("text", signature));
  EXPECT_FALSE(key->verify_rs256("other", signature));
  EXPECT_FALSE(key->verify_es256("text", signature));
  signature[7] = static_cast<char>(signature[7] ^ 1);
  EXPECT_FALSE(key->verify_rs256("text", signature));
  EXPECT_FALSE(key->verify_rs256("text", ""));
}

TEST(PublicKey, KnowsEs256) {
  const SigningKey signer(SigningKey::Kind::kP256);
  const auto key = PublicKey::p256(signer.number("qx"), signer.number("qy"));
  ASSERT_TRUE(key);
  std::string signature = signer.sign("text");
  EXPECT_TRUE(key->verify_es256("text", signature));
  EXPECT_FALSE(key->verify_es256("other", signature));
  EXPECT_FALSE(key->verify_rs256("text", signature));
  EXPECT_FALSE(key->verify_es256("text", signature.substr(1)));
  EXPECT_FALSE(key->verify_es256("text", std::string(64, '\0')));
}

TEST(PublicKey, TakesNoKeyThatIsNone) {
  const SigningKey rsa(SigningKey::Kind::kRsa);
  EXPECT_FALSE(PublicKey::rsa(rsa.number("n").substr(0, 128), rsa.number("e")));
  EXPECT_FALSE(PublicKey::rsa(rsa.number("n"), std::string(1, '\1')));
  EXPECT_FALSE(PublicKey::rsa("", ""));
  EXPECT_FALSE(PublicKey::rsa(std::string(2000, '\xff'), rsa.number("e")));
  const SigningKey ec(SigningKey::Kind::kP256);
  EXPECT_FALSE(PublicKey::p256(ec.number("qx"), ec.number("qx")));
  EXPECT_FALSE(PublicKey::p256(std::string(32, '\0'), std::string(32, '\0')));
  EXPECT_FALSE(PublicKey::p256(ec.number("qx").substr(1), ec.number("qy")));
}

}  // namespace
}  // namespace berth::crypto
