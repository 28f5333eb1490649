// ECS_AUDIT_LOGFILE: who asked for credentials, and what was answered. Never an id or a secret.
#include "agent/credentials/audit_log.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time_format.h"

namespace berth::agent {
namespace {

constexpr std::size_t kUserAgentBytesMax = 256;

const char* event_of(CredentialsOf of) {
  switch (of) {
    case CredentialsOf::kTask:
      return "GetCredentials";
    case CredentialsOf::kExecution:
      return "GetCredentialsExecutionRole";
    case CredentialsOf::kInstance:
      return "GetCredentialsInstanceRole";
  }
  return "GetCredentialsInvalidRoleType";
}

void append_quoted(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte >= 0x7f) {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 0x0f];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_or_dash(std::string& out, const std::string& text) {
  out += text.empty() ? "-" : text;
}

}  // namespace

std::string format_audit_line(const AuditEntry& entry) {
  std::string line = format_iso8601(entry.time);
  line += ' ';
  line += std::to_string(entry.status);
  line += ' ';
  line += entry.peer;
  line += ' ';
  append_quoted(line, entry.path);
  line += ' ';
  append_quoted(line, std::string_view(entry.user_agent).substr(0, kUserAgentBytesMax));
  line += ' ';
  append_or_dash(line, entry.task_arn);
  line += ' ';
  if (entry.status == 200) {
    line += event_of(entry.of);
    line += " 2 ";
    append_or_dash(line, entry.cluster);
    line += ' ';
    append_or_dash(line, entry.container_instance_arn);
  }
  line += '\n';
  return line;
}

Result<AuditLog> AuditLog::open(const std::string& path) {
  AuditLog log;
  if (path.empty()) return log;
  log.fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  struct stat status {};
  const bool open = log.fd_ >= 0 && ::fstat(log.fd_, &status) == 0;
  // Not on /dev/stderr and the like, which are everyone's.
  if (!open || (S_ISREG(status.st_mode) && ::fchmod(log.fd_, 0600) != 0)) {
    return fail(
        server_fault("IoError", "cannot open the audit log " + path + ": " + std::strerror(errno)));
  }
  return log;
}

AuditLog::AuditLog(AuditLog&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

AuditLog& AuditLog::operator=(AuditLog&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

AuditLog::~AuditLog() {
  if (fd_ >= 0) ::close(fd_);
}

void AuditLog::write(const AuditEntry& entry) {
  if (fd_ < 0) return;
  const std::string line = format_audit_line(entry);
  // One write to a file that is appended to: lines of other threads stay whole.
  while (::write(fd_, line.data(), line.size()) < 0 && errno == EINTR) {
  }
}

}  // namespace berth::agent
