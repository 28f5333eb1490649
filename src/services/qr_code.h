// QR codes: how a seed gets from an answer into an authenticator app.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace berth::services {

/// A square of modules.
class QrCode {
 public:
  /// The smallest code of versions 1 to 12 that holds the bytes, with error correction L
  /// (ISO/IEC 18004). Nothing past 367 bytes.
  static std::optional<QrCode> of(std::string_view bytes);

  std::size_t size() const { return size_; }
  bool is_dark(std::size_t row, std::size_t column) const { return dark_[row * size_ + column]; }

 private:
  explicit QrCode(int version);
  void draw_patterns();
  void draw_finder(int row, int column);
  void draw_alignments();
  void draw_format();
  void draw_version();
  void draw_data(std::string_view codewords);
  void set(int row, int column, bool dark);

  int version_;
  std::size_t size_;
  std::vector<bool> dark_;
  std::vector<bool> fixed_;  ///< part of a pattern, not of the data
};

/// The code as PNG: four pixels a module, with the white frame of four modules that readers need.
std::string png_of(const QrCode& code);

}  // namespace berth::services
