// QR codes as other makers of them draw them: the same text, level and mask, module by module.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "services/qr_code.h"

namespace berth::services {
namespace {

std::string drawn(const QrCode& code) {
  std::string text;
  for (std::size_t row = 0; row < code.size(); ++row) {
    for (std::size_t column = 0; column < code.size(); ++column) {
      text += code.is_dark(row, column) ? '#' : '.';
    }
    text += '\n';
  }
  return text;
}

TEST(QrCode, OfAShortTextIsOfVersionOne) {
  const auto code = QrCode::of("berth");
  ASSERT_TRUE(code);
  EXPECT_EQ(drawn(*code),
            "#######..#.##.#######\n"
            "#.....#..###..#.....#\n"
            "#.###.#.##.##.#.###.#\n"
            "#.###.#..#.#..#.###.#\n"
            "#.###.#...#.#.#.###.#\n"
            "#.....#.....#.#.....#\n"
            "#######.#.#.#.#######\n"
            "........##.##........\n"
            "###.########.##...#..\n"
            ".###.#..#.#...#....##\n"
            "#.##..#.##..#...#####\n"
            ".#.##..##.#...#....##\n"
            ".######.##..#.#.##..#\n"
            "........####.#.#.#.##\n"
            "#######.#..#.###...##\n"
            "#.....#.##.###.##....\n"
            "#.###.#.####.###.#.##\n"
            "#.###.#.......##...#.\n"
            "#.###.#.#...#...#.#.#\n"
            "#.....#.#.#...##...#.\n"
            "#######.##..#.#....##\n");
}

TEST(QrCode, GrowsWithTheText) {
  std::string text;
  for (int i = 0; i < 12; ++i) text += "0123456789abcdefghijklmnopqrstuvwxyz";
  const struct {
    std::size_t bytes;
    std::size_t version;
    const char* digest;
  } cases[] = {
      {17, 1, "181b472bc77dfdfdb628089d78d87f170c2d97f0b97beb7d334c96d0dc5bad06"},
      {103, 5, "f42f861a8d9a3061c98fb9b9064441bf78bb056831f0276bf4a56307536d0b9d"},
      {154, 7, "ca25ee25c7d17be870e9414a94afb1d61424d55e3c7da2399983dfbda5ada877"},
      {230, 9, "79da52b37464cd0fe4064d38f879bccb7941848853c6748aaa020008c4610247"},
      {271, 10, "65007ba0f1f270b6630d495c56a63d00c9f0f2c525faa68c06902a8f843ec731"},
      {367, 12, "a901ab4625e40eb5831cd8669002b66d21e4fcbc2b49d2c6c7c46ea50be80915"},
  };
  for (const auto& each : cases) {
    const auto code = QrCode::of(text.substr(0, each.bytes));
    ASSERT_TRUE(code) << each.bytes;
    EXPECT_EQ(code->size(), each.version * 4 + 17);
    EXPECT_EQ(crypto::hex(crypto::sha256(drawn(*code))), each.digest) << each.bytes;
  }
  EXPECT_FALSE(QrCode::of(text.substr(0, 368)));
}

TEST(QrCode, IsAPictureOfOneBitAPixel) {
  const std::string png = png_of(*QrCode::of("berth"));
  EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
  // 21 modules and the frame on both sides, four pixels each: 116.
  EXPECT_EQ(png.substr(12, 14), std::string("IHDR\0\0\0\x74\0\0\0\x74\x01\0", 14));
  EXPECT_EQ(png.substr(png.size() - 8), "IEND\xae\x42\x60\x82");
}

}  // namespace
}  // namespace berth::services
