// The vectors of RFC 4226 (appendix D), RFC 6238 (appendix B) and RFC 4648 (section 10).
#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/one_time_code.h"
#include "crypto/password_hash.h"

namespace berth::crypto {
namespace {

constexpr const char* kSeed = "12345678901234567890";

TEST(OneTimeCode, IsThatOfTheStandards) {
  EXPECT_EQ(one_time_code(kSeed, 0), "755224");
  EXPECT_EQ(one_time_code(kSeed, 1), "287082");
  EXPECT_EQ(one_time_code(kSeed, 9), "520489");
  EXPECT_EQ(one_time_code(kSeed, 59 / 30), "287082");
  EXPECT_EQ(one_time_code(kSeed, 1111111109 / 30), "081804");
}

TEST(OneTimeCode, SeedsAreBase32) {
  EXPECT_EQ(base32_encode(""), "");
  EXPECT_EQ(base32_encode("f"), "MY");
  EXPECT_EQ(base32_encode("fooba"), "MZXW6YTB");
  EXPECT_EQ(base32_encode("foobar"), "MZXW6YTBOI");
}

TEST(PasswordHash, KnowsItsPasswordAndNoOther) {
  SeededRandom random(3);
  const std::string hash = hash_password("correct horse", random);
  EXPECT_EQ(hash.find("correct"), std::string::npos);
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsf", hash));
  EXPECT_NE(hash, hash_password("correct horse", random));
  EXPECT_EQ(hash_password_like("correct horse", hash), hash);
  EXPECT_NE(hash_password_like("correct horsf", hash), hash);
  EXPECT_FALSE(verify_password("", ""));
  EXPECT_FALSE(verify_password("x", "scrypt$15$8$1$"));
  EXPECT_FALSE(verify_password("x", "plain"));
}

}  // namespace
}  // namespace berth::crypto
