// ECS_AUDIT_LOGFILE: who asked for credentials, and what was answered. Never an id or a secret.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "agent/credentials/credential_store.h"
#include "base/clock.h"
#include "base/result.h"

namespace berth::agent {

/// One request for credentials, as the container agent's audit log has it.
struct AuditEntry {
  TimePoint time;
  int status = 200;
  std::string peer;  ///< "172.28.0.2:33980"
  std::string path;  ///< "/v2/credentials": without the id
  std::string user_agent;
  /// Of the credentials that were given out or refused; empty: "-".
  std::string task_arn;
  /// What was given out; ignored for a status other than 200.
  CredentialsOf of = CredentialsOf::kTask;
  std::string cluster;
  std::string container_instance_arn;
};

/// `2026-11-24T02:44:11Z 200 172.28.0.2:33980 "/v2/credentials" "Wget" <task arn> GetCredentials 2
/// <cluster> <container instance arn>`; where nothing was given out the line ends after the ARN or
/// '-' and a space. Quotes, backslashes and what does not print are escaped, so that no user agent
/// can end its field or the line. With its line break.
std::string format_audit_line(const AuditEntry& entry);

/// Appends to the file, each line in one write. Thread-safe.
class AuditLog {
 public:
  /// No log: write() does nothing.
  AuditLog() = default;
  /// Opens or makes the file, mode 0600; an empty path is no log. Fault "IoError" names path and
  /// reason.
  static Result<AuditLog> open(const std::string& path);
  AuditLog(AuditLog&& other) noexcept;
  AuditLog& operator=(AuditLog&& other) noexcept;
  ~AuditLog();

  bool enabled() const { return fd_ >= 0; }
  /// What cannot be written (a full disk) is lost; the request is answered all the same.
  void write(const AuditEntry& entry);

 private:
  int fd_ = -1;
};

}  // namespace berth::agent
