// Digests against their standards' vectors, encodings there and back, seals that do not open.
#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "crypto/seal.h"

namespace berth::crypto {
namespace {

TEST(Hash, MatchesStandards) {
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),  // RFC 4231, case 2
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),  // RFC 4231, case 6
                            "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hash, EncodesAndDecodes) {
  for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
    EXPECT_EQ(base64_decode(base64_encode(text)), text);
    EXPECT_EQ(base64url_decode(base64url_encode(text)), text);
  }
  EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
  EXPECT_EQ(base64url_encode("\xff\xfe"), "__4");
  for (const char* text : {"A", "AAA", "A===", "AA=A", "A A=", "####"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
}

TEST(Seal, OpensOnlyWhatWasSealed) {
  SeededRandom random(7);
  const std::string key(kSealKeyBytes, 'k');
  const std::string sealed = seal(key, "facts", "ASIA1", random);
  EXPECT_EQ(open_seal(key, sealed, "ASIA1"), "facts");
  EXPECT_EQ(open_seal(key, sealed, "ASIA2"), std::nullopt);
  EXPECT_EQ(open_seal(std::string(kSealKeyBytes, 'x'), sealed, "ASIA1"), std::nullopt);
  EXPECT_EQ(open_seal(key, sealed.substr(0, sealed.size() - 1), "ASIA1"), std::nullopt);
  EXPECT_EQ(open_seal(key, "", "ASIA1"), std::nullopt);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_EQ(open_seal(key, changed, "ASIA1"), std::nullopt) << i;
  }
}

}  // namespace
}  // namespace berth::crypto
