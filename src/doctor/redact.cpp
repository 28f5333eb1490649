// What must not go into a ticket: account ids, key ids, secrets and tokens.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "doctor/diagnosis.h"

namespace berth::doctor {
namespace {

constexpr std::size_t kAccountDigits = 12;
constexpr std::size_t kKeyIdMin = 16;
constexpr std::size_t kSecretMin = 40;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
/// Of a policy, its path included.
bool is_name(char c) {
  return is_word(c) || c == '/' || c == '_' || c == '-';
}
bool is_base64(char c) {
  return is_word(c) || c == '+' || c == '/' || c == '=';
}

/// AKIA…, ASIA…, AROA…, AIDA…: key ids, and ids of roles and users.
bool is_key_id(std::string_view word) {
  if (word.size() < kKeyIdMin || word[0] != 'A') return false;
  const std::string_view head = word.substr(0, 4);
  const bool is_kind = head == "AKIA" || head == "ASIA" || head == "AROA" || head == "AIDA";
  return is_kind && std::all_of(word.begin(), word.end(), [](char c) {
           return is_digit(c) || std::isupper(static_cast<unsigned char>(c)) != 0;
         });
}

/// Secrets and tokens are base64 of many letters of both cases; ids of tasks are not.
bool is_secret(std::string_view run) {
  const auto has = [run](auto is) { return std::any_of(run.begin(), run.end(), is); };
  return run.size() >= kSecretMin && has(is_digit) &&
         has([](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }) &&
         has([](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

template <class Is>
std::string_view run_of(std::string_view text, Is is) {
  const auto end = std::find_if_not(text.begin(), text.end(), is);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

void redact(std::string& text) {
  text = redacted(text);
}

void redact(std::vector<Proof>& proofs) {
  for (Proof& proof : proofs) {
    redact(proof.what);
    redact(proof.where);
  }
}

void redact(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    redact(finding.evidence);
    redact(finding.fix.text);
    redact(finding.fix.command);
    redact(finding.fix.patch);
  }
}

}  // namespace

std::string redacted(const std::string& text) {
  // Names of AWS's own policies look like secrets, and are everybody's.
  constexpr std::string_view kPublic = "arn:aws:iam::aws:policy/";
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    if (rest.starts_with(kPublic)) {
      const std::size_t size = kPublic.size() + run_of(rest.substr(kPublic.size()), is_name).size();
      out += rest.substr(0, size);
      rest.remove_prefix(size);
      continue;
    }
    const std::string_view run = run_of(rest, is_base64);
    if (is_secret(run)) {
      out += "***";
      rest.remove_prefix(run.size());
      continue;
    }
    const std::string_view word = run_of(rest, is_word);
    if (word.empty()) {
      out += rest[0];
      rest.remove_prefix(1);
      continue;
    }
    if (word.size() == kAccountDigits && std::all_of(word.begin(), word.end(), is_digit)) {
      out += std::string(kAccountDigits, '*');
    } else if (is_key_id(word)) {
      out += std::string(word.substr(0, 4)) + std::string(word.size() - 4, '*');
    } else {
      out += word;
    }
    rest.remove_prefix(word.size());
  }
  return out;
}

Step redacted(Step step) {
  redact(step.detail);
  return step;
}

Diagnosis redacted(Diagnosis diagnosis) {
  redact(diagnosis.subject);
  for (Step& step : diagnosis.steps) redact(step.detail);
  redact(diagnosis.causes);
  redact(diagnosis.possible);
  redact(diagnosis.unexplained);
  for (RuledOut& one : diagnosis.ruled_out) redact(one.why);
  redact(diagnosis.again);
  redact(diagnosis.permissions);
  return diagnosis;
}

}  // namespace berth::doctor
