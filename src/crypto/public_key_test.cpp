// Signatures that identity providers make are known, and nothing else is.
#include <gtest/gtest.h>

#include "crypto/public_key.h"
#include "crypto/testing.h"

namespace berth::crypto {
namespace {

using test_support::SigningKey;

using enum SignatureAlgorithm;

TEST(PublicKey, KnowsSignaturesOfRsa) {
  const SigningKey signer(SigningKey::Kind::kRsa);
  const auto key = PublicKey::rsa(signer.number("n"), signer.number("e"));
  ASSERT_TRUE(key);
  for (const char* name : {"RS256", "RS384", "RS512"}) {
    const SignatureAlgorithm algorithm = *signature_algorithm(name);
    std::string signature = signer.sign("text", name);
    EXPECT_TRUE(key->verify(algorithm, "text", signature)) << name;
    EXPECT_FALSE(key->verify(algorithm, "other", signature)) << name;
    EXPECT_FALSE(key->verify(kEs256, "text", signature)) << name;
    signature[7] = static_cast<char>(signature[7] ^ 1);
    EXPECT_FALSE(key->verify(algorithm, "text", signature)) << name;
    EXPECT_FALSE(key->verify(algorithm, "text", "")) << name;
  }
  EXPECT_FALSE(key->verify(kRs384, "text", signer.sign("text", "RS256"))) << "another hash";
}

TEST(PublicKey, KnowsSignaturesOfEachCurve) {
  for (const auto kind :
       {SigningKey::Kind::kP256, SigningKey::Kind::kP384, SigningKey::Kind::kP521}) {
    const SigningKey signer(kind);
    const auto key = PublicKey::ec(signer.curve(), signer.number("qx"), signer.number("qy"));
    ASSERT_TRUE(key) << signer.curve();
    const SignatureAlgorithm algorithm = *signature_algorithm(signer.algorithm());
    const std::string signature = signer.sign("text");
    EXPECT_TRUE(key->verify(algorithm, "text", signature)) << signer.curve();
    EXPECT_FALSE(key->verify(algorithm, "other", signature)) << signer.curve();
    EXPECT_FALSE(key->verify(kRs256, "text", signature)) << signer.curve();
    EXPECT_FALSE(key->verify(algorithm == kEs256 ? kEs384 : kEs256, "text", signature));
    EXPECT_FALSE(key->verify(algorithm, "text", signature.substr(1))) << signer.curve();
    EXPECT_FALSE(key->verify(algorithm, "text", std::string(signature.size(), '\0')));
  }
}

TEST(PublicKey, KnowsNoOtherAlgorithms) {
  EXPECT_EQ(signature_algorithm("ES512"), kEs512);
  for (const char* name : {"", "none", "None", "HS256", "rs256", "PS256", "ES256K", "EdDSA"}) {
    EXPECT_FALSE(signature_algorithm(name)) << name;
  }
}

TEST(PublicKey, TakesNoKeyThatIsNone) {
  const SigningKey rsa(SigningKey::Kind::kRsa);
  EXPECT_FALSE(PublicKey::rsa(rsa.number("n").substr(0, 128), rsa.number("e")));
  EXPECT_FALSE(PublicKey::rsa(rsa.number("n"), std::string(1, '\1')));
  EXPECT_FALSE(PublicKey::rsa("", ""));
  EXPECT_FALSE(PublicKey::rsa(std::string(2000, '\xff'), rsa.number("e")));
  const SigningKey ec(SigningKey::Kind::kP256);
  EXPECT_FALSE(PublicKey::ec("P-256", ec.number("qx"), ec.number("qx")));
  EXPECT_FALSE(PublicKey::ec("P-256", std::string(32, '\0'), std::string(32, '\0')));
  EXPECT_FALSE(PublicKey::ec("P-256", ec.number("qx").substr(1), ec.number("qy")));
  EXPECT_FALSE(PublicKey::ec("P-384", ec.number("qx"), ec.number("qy")));
  EXPECT_FALSE(PublicKey::ec("secp256k1", ec.number("qx"), ec.number("qy")));
}

}  // namespace
}  // namespace berth::crypto
