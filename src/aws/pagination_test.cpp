// Page tokens there and back, and which are refused.
#include "aws/pagination.h"

#include <gtest/gtest.h>

namespace berth::aws {
namespace {

TEST(Pagination, ReadsWhatItWrote) {
  for (const std::string position : {"", "a", "1795509851120 0123456789abcdef", "/x/\u00e9 \n"}) {
    const std::string token = encode_token(position);
    EXPECT_EQ(decode_token(token), position);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789-_"),
              std::string::npos);
  }
}

TEST(Pagination, KeepsItsFormFromReleaseToRelease) {
  EXPECT_EQ(encode_token("iam-role-test"), "hrrYueLnkHYdaWFtLXJvbGUtdGVzdA");
}

TEST(Pagination, RefusesWhatItDidNotWrite) {
  const std::string token = encode_token("iam-role-test:7");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(decode_token(changed), std::nullopt) << i;
    EXPECT_EQ(decode_token(token.substr(0, i)), std::nullopt) << i;
  }
  EXPECT_EQ(decode_token("iam-role-test:7"), std::nullopt);
  EXPECT_EQ(decode_token(token + "AAAA"), std::nullopt);
  EXPECT_EQ(decode_token("not base64!"), std::nullopt);
}

}  // namespace
}  // namespace berth::aws
