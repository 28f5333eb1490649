// Reads one entry of the archive in which Docker Engine hands a container's file out.
#include "agent/docker/tar_reader.h"

#include <cstddef>
#include <map>

namespace berth::agent {

namespace {

constexpr std::size_t kBlockBytes = 512;

Fault invalid(const char* reason) {
  return server_fault("InvalidArchive", std::string("The archive ") + reason + ".");
}

std::string_view text_field(std::string_view header, std::size_t at, std::size_t size) {
  const auto field = header.substr(at, size);
  return field.substr(0, field.find('\0'));
}

/// Octal digits, or base 256 where the first bit is set (GNU, for large files).
std::size_t number_field(std::string_view header, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  const auto field = header.substr(at, size);
  if ((static_cast<unsigned char>(field[0]) & 0x80U) != 0) {
    for (const char c : field.substr(1)) value = value * 256 + static_cast<unsigned char>(c);
    return value;
  }
  for (const char c : field) {
    if (c == ' ' && value == 0) continue;
    if (c < '0' || c > '7') break;
    value = value * 8 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

bool checksum_holds(std::string_view header) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kBlockBytes; ++i) {
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(header[i]);
  }
  return sum == number_field(header, 148, 8);
}

/// "27 path=some/long/name\n" records.
std::map<std::string, std::string> pax_records(std::string_view content) {
  std::map<std::string, std::string> records;
  while (!content.empty()) {
    std::size_t length = 0;
    std::size_t at = 0;
    while (at < content.size() && content[at] >= '0' && content[at] <= '9' && length < 1U << 20U) {
      length = length * 10 + static_cast<std::size_t>(content[at++] - '0');
    }
    if (at >= content.size() || content[at] != ' ' || length <= at + 1 || length > content.size()) {
      break;
    }
    const auto record = content.substr(at + 1, length - at - 2);
    const auto equals = record.find('=');
    if (equals != std::string_view::npos) {
      records[std::string(record.substr(0, equals))] = std::string(record.substr(equals + 1));
    }
    content.remove_prefix(length);
  }
  return records;
}

}  // namespace

Result<TarEntry> first_tar_entry(std::string_view archive) {
  std::map<std::string, std::string> extended;
  while (archive.size() >= kBlockBytes && archive[0] != '\0') {
    const auto header = archive.substr(0, kBlockBytes);
    if (!checksum_holds(header)) return fail(invalid("has a header that is none"));
    const auto size = number_field(header, 124, 12);
    if (size > archive.size() - kBlockBytes) return fail(invalid("is cut off"));
    const auto content = archive.substr(kBlockBytes, size);
    const char type = header[156];
    const auto padded = (size + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
    archive.remove_prefix(std::min(archive.size(), kBlockBytes + padded));
    if (type == 'x') {
      extended = pax_records(content);
    } else if (type == 'L') {
      extended["path"] = std::string(text_field(content, 0, content.size()));
    } else if (type == 'K') {
      extended["linkpath"] = std::string(text_field(content, 0, content.size()));
    } else if (type != 'g') {
      TarEntry entry;
      entry.name = extended.count("path") ? extended["path"] : text_field(header, 0, 100);
      entry.link_target =
          extended.count("linkpath") ? extended["linkpath"] : text_field(header, 157, 100);
      if (type == '2') entry.kind = TarEntry::Kind::kLink;
      if (type == '0' || type == '\0') {
        entry.kind = TarEntry::Kind::kFile;
        entry.content = content;
      }
      return entry;
    }
  }
  return fail(invalid("holds no entry"));
}

}  // namespace berth::agent
