// The certificate authority of one installation: makes certificates for AWS's host names, which
// only tasks of this installation trust.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"

struct evp_pkey_st;
struct x509_st;

namespace berth::crypto {

/// A certificate and its key, shared by reference count.
struct Certificate {
  std::shared_ptr<x509_st> x509;
  std::shared_ptr<evp_pkey_st> key;
};

/// An EC P-256 authority whose certificate carries name constraints (RFC 5280, 4.2.1.10): it can
/// speak for amazonaws.com and names below it, and for nothing else. Safe to call from any thread.
class Authority {
 public:
  /// Reads authority.key and authority.pem of `directory`, or makes them there (the key with mode
  /// 0600). Fault "NotFound" where the directory is missing, "IoError" or "CryptoError".
  static Result<std::shared_ptr<Authority>> open(const std::string& directory, TimePoint now);

  /// The certificate, PEM: what containers trust.
  const std::string& pem() const { return pem_; }

  /// A server's certificate for exactly `host_name`, valid for 397 days from an hour before `now`.
  /// Fault "CryptoError", also where it is no name of letters, digits, hyphens and dots.
  Result<Certificate> issue(const std::string& host_name, TimePoint now) const;

 private:
  Authority(Certificate own, std::string pem) : own_(std::move(own)), pem_(std::move(pem)) {}
  Certificate own_;
  std::string pem_;
};

/// A certificate of its own for `localhost`, 127.0.0.1 and ::1, kept as localhost.key and
/// localhost.pem of `directory`: for clients that speak TLS to the control plane's port. Made anew
/// where it ends within 30 days. Fault "IoError" or "CryptoError".
Result<Certificate> open_localhost_certificate(const std::string& directory, TimePoint now);

}  // namespace berth::crypto
