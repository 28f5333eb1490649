// What an operation answers when it does not succeed: part of both ways, the request's and the
// task's.
#pragma once

#include <string>
#include <utility>

namespace berth {

/// An error as AWS answers it: the protocol's code, the HTTP status and a message for people.
/// `code` is the wire name ("ClusterNotFoundException"); each protocol's codec spells it as its
/// clients expect.
struct Fault {
  std::string code;
  std::string message;
  int http_status = 400;
  /// Further members of the modelled error's body as JSON object text, or empty.
  std::string details_json;

  bool operator==(const Fault&) const = default;
};

/// A fault of the caller's making: HTTP 400.
inline Fault client_fault(std::string code, std::string message) {
  return Fault{std::move(code), std::move(message), 400, {}};
}

/// A fault of ours: HTTP 500. The message must hold nothing a caller may not see.
inline Fault server_fault(std::string code, std::string message) {
  return Fault{std::move(code), std::move(message), 500, {}};
}

}  // namespace berth
