// See qr_code.h. All codes use mask 0: readers take any, and the choice only helps worn prints.
#include "services/qr_code.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace berth::services {
namespace {

constexpr int kVersionMax = 12;
constexpr int kMask = 0;
// By version, from 1: error correction codewords a block, and blocks (ISO/IEC 18004, table 9).
constexpr std::array<int, kVersionMax> kEccCodewords{7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24};
constexpr std::array<int, kVersionMax> kBlocks{1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4};

int ecc_codewords(int version) {
  return kEccCodewords[static_cast<std::size_t>(version - 1)];
}

int blocks(int version) {
  return kBlocks[static_cast<std::size_t>(version - 1)];
}

/// Data and error correction together.
int all_codewords(int version) {
  int modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const int alignments = version / 7 + 2;
    modules -= (25 * alignments - 10) * alignments - 55;
    if (version >= 7) modules -= 36;
  }
  return modules / 8;
}

int data_codewords(int version) {
  return all_codewords(version) - ecc_codewords(version) * blocks(version);
}

int count_bits(int version) {
  return version < 10 ? 8 : 16;
}

class Bits {
 public:
  void append(std::uint32_t value, int count) {
    for (int i = count - 1; i >= 0; --i) {
      if (used_ % 8 == 0) bytes_ += '\0';
      if ((value >> i & 1U) != 0)
        bytes_.back() = static_cast<char>(bytes_.back() | 0x80 >> used_ % 8);
      ++used_;
    }
  }
  std::string take() { return std::move(bytes_); }
  std::size_t used() const { return used_; }

 private:
  std::string bytes_;
  std::size_t used_ = 0;
};

/// Byte mode, the bytes, the end, and the padding that fills the version.
std::string data_of(std::string_view bytes, int version) {
  const auto capacity = static_cast<std::size_t>(data_codewords(version));
  Bits bits;
  bits.append(4, 4);
  bits.append(static_cast<std::uint32_t>(bytes.size()), count_bits(version));
  for (const char c : bytes) bits.append(static_cast<unsigned char>(c), 8);
  bits.append(0, static_cast<int>(std::min<std::size_t>(4, capacity * 8 - bits.used())));
  std::string data = bits.take();
  for (bool first = true; data.size() < capacity; first = !first) data += first ? '\xec' : '\x11';
  return data;
}

/// Multiplication in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1.
std::uint8_t product(std::uint8_t a, std::uint8_t b) {
  unsigned result = 0;
  for (int i = 7; i >= 0; --i) {
    result = result << 1 ^ (result >> 7) * 0x11dU;
    result ^= (b >> i & 1U) * a;
  }
  return static_cast<std::uint8_t>(result);
}

std::vector<std::uint8_t> generator(int degree) {
  std::vector<std::uint8_t> coefficients(static_cast<std::size_t>(degree), 0);
  coefficients.back() = 1;
  std::uint8_t root = 1;
  for (int i = 0; i < degree; ++i) {
    for (std::size_t k = 0; k < coefficients.size(); ++k) {
      coefficients[k] = product(coefficients[k], root);
      if (k + 1 < coefficients.size()) coefficients[k] ^= coefficients[k + 1];
    }
    root = product(root, 2);
  }
  return coefficients;
}

std::string remainder(std::string_view data, const std::vector<std::uint8_t>& divisor) {
  std::vector<std::uint8_t> rest(divisor.size(), 0);
  for (const char c : data) {
    const auto factor = static_cast<std::uint8_t>(static_cast<unsigned char>(c) ^ rest.front());
    rest.erase(rest.begin());
    rest.push_back(0);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] ^= product(divisor[i], factor);
  }
  return {rest.begin(), rest.end()};
}

/// Codewords of all blocks, one of each in turn.
std::string interleaved(std::string_view data, int version) {
  const auto count = static_cast<std::size_t>(blocks(version));
  const auto ecc = static_cast<std::size_t>(ecc_codewords(version));
  const std::size_t short_size = data.size() / count;
  const std::size_t long_from = count - data.size() % count;
  const auto divisor = generator(static_cast<int>(ecc));
  std::vector<std::string_view> parts;
  std::vector<std::string> corrections;
  for (std::size_t i = 0; i < count; ++i) {
    parts.push_back(data.substr(0, short_size + (i >= long_from ? 1 : 0)));
    data.remove_prefix(parts.back().size());
    corrections.push_back(remainder(parts.back(), divisor));
  }
  std::string all;
  for (std::size_t k = 0; k <= short_size; ++k) {
    for (const std::string_view part : parts) {
      if (k < part.size()) all += part[k];
    }
  }
  for (std::size_t k = 0; k < ecc; ++k) {
    for (const std::string& correction : corrections) all += correction[k];
  }
  return all;
}

/// `data` with the remainder of a BCH code behind it.
std::uint32_t with_bch(std::uint32_t data, std::uint32_t polynomial, int bits) {
  std::uint32_t rest = data;
  for (int i = 0; i < bits; ++i) rest = rest << 1 ^ (rest >> (bits - 1)) * polynomial;
  return data << bits | rest;
}

}  // namespace

QrCode::QrCode(int version)
    : version_(version),
      size_(static_cast<std::size_t>(version) * 4 + 17),
      dark_(size_ * size_),
      fixed_(size_ * size_) {}

std::optional<QrCode> QrCode::of(std::string_view bytes) {
  for (int version = 1; version <= kVersionMax; ++version) {
    const std::size_t bits = 4 + static_cast<std::size_t>(count_bits(version)) + bytes.size() * 8;
    if (bits > static_cast<std::size_t>(data_codewords(version)) * 8) continue;
    QrCode code(version);
    code.draw_patterns();
    code.draw_data(interleaved(data_of(bytes, version), version));
    return code;
  }
  return std::nullopt;
}

void QrCode::set(int row, int column, bool dark) {
  const std::size_t at = static_cast<std::size_t>(row) * size_ + static_cast<std::size_t>(column);
  dark_[at] = dark;
  fixed_[at] = true;
}

void QrCode::draw_patterns() {
  const int size = static_cast<int>(size_);
  for (int i = 0; i < size; ++i) {
    set(6, i, i % 2 == 0);
    set(i, 6, i % 2 == 0);
  }
  draw_finder(3, 3);
  draw_finder(3, size - 4);
  draw_finder(size - 4, 3);
  draw_alignments();
  draw_format();
  if (version_ >= 7) draw_version();
}

/// A finder around its centre, with its separator.
void QrCode::draw_finder(int row, int column) {
  const int size = static_cast<int>(size_);
  for (int dr = -4; dr <= 4; ++dr) {
    for (int dc = -4; dc <= 4; ++dc) {
      const int r = row + dr;
      const int c = column + dc;
      if (r < 0 || r >= size || c < 0 || c >= size) continue;
      const int ring = std::max(std::abs(dr), std::abs(dc));
      set(r, c, ring != 2 && ring != 4);
    }
  }
}

void QrCode::draw_alignments() {
  if (version_ == 1) return;
  const int size = static_cast<int>(size_);
  const int count = version_ / 7 + 2;
  const int step = (version_ * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
  std::vector<int> at{6};
  for (int i = count - 2; i >= 0; --i) at.push_back(size - 7 - i * step);
  const auto beside_finder = [size](int row, int column) {
    return (row == 6 && column == 6) || (row == 6 && column == size - 7) ||
           (row == size - 7 && column == 6);
  };
  for (const int row : at) {
    for (const int column : at) {
      if (beside_finder(row, column)) continue;
      for (int dr = -2; dr <= 2; ++dr) {
        for (int dc = -2; dc <= 2; ++dc) {
          set(row + dr, column + dc, std::max(std::abs(dr), std::abs(dc)) != 1);
        }
      }
    }
  }
}

/// Level L is 01; the whole is written twice.
void QrCode::draw_format() {
  const std::uint32_t bits = with_bch(1U << 3 | kMask, 0x537, 10) ^ 0x5412U;
  const auto bit = [bits](int i) { return (bits >> i & 1U) != 0; };
  const int size = static_cast<int>(size_);
  for (int i = 0; i <= 5; ++i) set(i, 8, bit(i));
  set(7, 8, bit(6));
  set(8, 8, bit(7));
  set(8, 7, bit(8));
  for (int i = 9; i < 15; ++i) set(8, 14 - i, bit(i));
  for (int i = 0; i < 8; ++i) set(8, size - 1 - i, bit(i));
  for (int i = 8; i < 15; ++i) set(size - 15 + i, 8, bit(i));
  set(size - 8, 8, true);
}

void QrCode::draw_version() {
  const std::uint32_t bits = with_bch(static_cast<std::uint32_t>(version_), 0x1f25, 12);
  const int size = static_cast<int>(size_);
  for (int i = 0; i < 18; ++i) {
    const bool dark = (bits >> i & 1U) != 0;
    set(i / 3, size - 11 + i % 3, dark);
    set(size - 11 + i % 3, i / 3, dark);
  }
}

/// Two columns at a time from the right, up and down in turn; mask 0 is a chessboard.
void QrCode::draw_data(std::string_view codewords) {
  const int size = static_cast<int>(size_);
  std::size_t next = 0;
  for (int right = size - 1; right >= 1; right -= 2) {
    if (right == 6) right = 5;
    const bool upward = ((right + 1) & 2) == 0;
    for (int step = 0; step < size; ++step) {
      for (int side = 0; side < 2; ++side) {
        const int row = upward ? size - 1 - step : step;
        const int column = right - side;
        const std::size_t at =
            static_cast<std::size_t>(row) * size_ + static_cast<std::size_t>(column);
        if (fixed_[at]) continue;
        const bool bit =
            next < codewords.size() * 8 &&
            (static_cast<unsigned char>(codewords[next / 8]) >> (7 - next % 8) & 1) != 0;
        dark_[at] = bit != ((row + column) % 2 == 0);
        ++next;
      }
    }
  }
}

}  // namespace berth::services
