// A QR code as a picture: PNG (RFC 2083) of one bit a pixel, its data stored as they are (RFC
// 1951), since a code of some kilobytes needs no compression.
#include <algorithm>
#include <cstdint>

#include "services/qr_code.h"

namespace berth::services {
namespace {

constexpr std::size_t kPixels = 4;
constexpr std::size_t kFrame = 4;
constexpr std::size_t kStoredMax = 65535;

void append_number(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 255U);
}

std::uint32_t crc_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) crc = crc >> 1 ^ (crc & 1U) * 0xedb88320U;
  }
  return ~crc;
}

std::uint32_t adler_of(std::string_view bytes) {
  constexpr std::uint32_t kPrime = 65521;
  std::uint32_t low = 1;
  std::uint32_t high = 0;
  for (const char c : bytes) {
    low = (low + static_cast<unsigned char>(c)) % kPrime;
    high = (high + low) % kPrime;
  }
  return high << 16 | low;
}

void append_chunk(std::string& out, std::string_view type, const std::string& data) {
  append_number(out, static_cast<std::uint32_t>(data.size()));
  const std::string body = std::string(type) + data;
  out += body;
  append_number(out, crc_of(body));
}

/// zlib's form (RFC 1950) around blocks that are stored.
std::string stored(std::string_view bytes) {
  std::string out = "\x78\x01";
  const std::uint32_t checksum = adler_of(bytes);
  while (true) {
    const std::size_t size = std::min(bytes.size(), kStoredMax);
    const auto length = static_cast<std::uint32_t>(size);
    out += size == bytes.size() ? '\1' : '\0';
    for (const std::uint32_t each : {length, ~length}) {
      out += static_cast<char>(each & 255U);
      out += static_cast<char>(each >> 8 & 255U);
    }
    out += bytes.substr(0, size);
    bytes.remove_prefix(size);
    if (bytes.empty()) break;
  }
  append_number(out, checksum);
  return out;
}

/// One line of pixels, a bit each, the set ones white; the byte before it says: as it is.
std::string line_of(const QrCode& code, std::size_t row, std::size_t width) {
  std::string line(1 + (width + 7) / 8, '\0');
  for (std::size_t x = 0; x < width; ++x) {
    const std::size_t column = x / kPixels;
    const bool inside = row >= kFrame && row < code.size() + kFrame && column >= kFrame &&
                        column < code.size() + kFrame;
    if (inside && code.is_dark(row - kFrame, column - kFrame)) continue;
    char& byte = line[1 + x / 8];
    byte = static_cast<char>(byte | 0x80 >> x % 8);
  }
  return line;
}

}  // namespace

std::string png_of(const QrCode& code) {
  const std::size_t width = (code.size() + 2 * kFrame) * kPixels;
  std::string pixels;
  for (std::size_t row = 0; row < code.size() + 2 * kFrame; ++row) {
    const std::string line = line_of(code, row, width);
    for (std::size_t i = 0; i < kPixels; ++i) pixels += line;
  }
  std::string header;
  append_number(header, static_cast<std::uint32_t>(width));
  append_number(header, static_cast<std::uint32_t>(width));
  header += std::string("\x01\x00\x00\x00\x00", 5);
  std::string png = "\x89PNG\r\n\x1a\n";
  append_chunk(png, "IHDR", header);
  append_chunk(png, "IDAT", stored(pixels));
  append_chunk(png, "IEND", "");
  return png;
}

}  // namespace berth::services
