// Messages of AWS's event streams (application/vnd.amazon.eventstream).
#include "net/event_stream.h"

#include <cassert>
#include <cstdint>

#include <boost/crc.hpp>

namespace berth::net {
namespace {

constexpr std::size_t kPreludeBytes = 12;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kHeadersBytesMax = 128 * 1024;
constexpr std::size_t kHeaderNameBytesMax = 255;
constexpr std::size_t kHeaderValueBytesMax = 32'767;
constexpr char kStringType = 7;

std::uint32_t checksum_of(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

void append_big_endian(std::string& out, std::size_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift & 0xff);
  }
}

std::size_t big_endian(std::string_view bytes) {
  std::size_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

Fault malformed(const char* what) {
  return client_fault("Malformed", std::string("no message of an event stream: ") + what);
}

/// Takes `count` bytes off the front; false where there are fewer.
bool take(std::string_view& bytes, std::size_t count, std::string_view& taken) {
  if (bytes.size() < count) return false;
  taken = bytes.substr(0, count);
  bytes.remove_prefix(count);
  return true;
}

bool take_header(std::string_view& bytes, EventStreamMessage& message) {
  std::string_view size;
  std::string_view name;
  std::string_view type;
  std::string_view value;
  const bool whole = take(bytes, 1, size) && take(bytes, big_endian(size), name) && !name.empty() &&
                     take(bytes, 1, type) && type.front() == kStringType && take(bytes, 2, size) &&
                     big_endian(size) <= kHeaderValueBytesMax &&
                     take(bytes, big_endian(size), value);
  if (whole) message.headers.emplace_back(name, value);
  return whole;
}

}  // namespace

std::string encode_event(const EventStreamMessage& message) {
  std::string headers;
  for (const auto& [name, value] : message.headers) {
    assert(!name.empty() && name.size() <= kHeaderNameBytesMax &&
           value.size() <= kHeaderValueBytesMax);
    append_big_endian(headers, name.size(), 1);
    headers += name;
    headers += kStringType;
    append_big_endian(headers, value.size(), 2);
    headers += value;
  }
  const std::size_t total =
      kPreludeBytes + headers.size() + message.payload.size() + kChecksumBytes;
  std::string out;
  out.reserve(total);
  append_big_endian(out, total, 4);
  append_big_endian(out, headers.size(), 4);
  append_big_endian(out, checksum_of(out), 4);
  out += headers;
  out += message.payload;
  append_big_endian(out, checksum_of(out), 4);
  return out;
}

Result<EventStreamMessage> take_event(std::string_view& bytes) {
  const Fault incomplete = client_fault("Incomplete", "the message goes on");
  if (bytes.size() < kPreludeBytes) return fail(incomplete);
  const std::size_t total = big_endian(bytes.substr(0, 4));
  const std::size_t headers_size = big_endian(bytes.substr(4, 4));
  if (checksum_of(bytes.substr(0, 8)) != big_endian(bytes.substr(8, 4))) {
    return fail(malformed("the prelude's checksum is wrong"));
  }
  const bool fits = headers_size <= kHeadersBytesMax &&
                    total >= kPreludeBytes + headers_size + kChecksumBytes &&
                    total - kPreludeBytes - headers_size - kChecksumBytes <= kEventPayloadBytesMax;
  if (!fits) return fail(malformed("its lengths do not fit"));
  if (bytes.size() < total) return fail(incomplete);
  const std::string_view checked = bytes.substr(0, total - kChecksumBytes);
  if (checksum_of(checked) != big_endian(bytes.substr(checked.size(), kChecksumBytes))) {
    return fail(malformed("its checksum is wrong"));
  }
  EventStreamMessage message;
  std::string_view headers = checked.substr(kPreludeBytes, headers_size);
  while (!headers.empty()) {
    if (!take_header(headers, message)) return fail(malformed("a header"));
  }
  message.payload = checked.substr(kPreludeBytes + headers_size);
  bytes.remove_prefix(total);
  return message;
}

}  // namespace berth::net
