// The public signing suite: every case in header and in query form, signed and verified.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "aws/json_tree.h"
#include "aws/sigv4/sign.h"
#include "aws/sigv4/verify.h"
#include "base/time_format.h"
#include "crypto/hash.h"

namespace berth::aws::sigv4 {
namespace {

namespace fs = std::filesystem;

const fs::path kSuite = fs::path(BERTH_TEST_DATA) / "sigv4" / "v4";

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Case {
  fs::path folder;
  UnsignedRequest request;
  std::string body;
  Credentials credentials;
  Scope scope;
  TimePoint now;
  std::int64_t expires_seconds = 0;
  bool sign_body = false;
  bool omit_session_token = false;
  CanonicalOptions options;
};

struct Message {
  UnsignedRequest request;
  std::string body;
};

/// A request as the suite writes it down.
Message read_message(const fs::path& path) {
  Message message;
  std::istringstream lines(text_of(path));
  std::string line;
  std::getline(lines, line);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  message.request.method = line.substr(0, first);
  message.request.target = line.substr(first + 1, last - first - 1);
  auto& headers = message.request.headers;
  while (std::getline(lines, line) && !line.empty()) {
    if (line.front() == ' ' || line.front() == '\t') {
      headers.back().second += "\n" + line;
      continue;
    }
    const std::size_t colon = line.find(':');
    headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  while (std::getline(lines, line)) message.body += (message.body.empty() ? "" : "\n") + line;
  return message;
}

/// Headers in an order of their own, since the suite's differs from ours; equal names keep theirs.
std::vector<Header> in_order(std::vector<Header> headers) {
  for (auto& header : headers) {
    for (char& c : header.first) c = static_cast<char>(std::tolower(c));
  }
  std::stable_sort(headers.begin(), headers.end(),
                   [](const Header& a, const Header& b) { return a.first < b.first; });
  return headers;
}

Case read_case(const fs::path& folder) {
  Case suite_case;
  suite_case.folder = folder;
  Message message = read_message(folder / "request.txt");
  suite_case.request = std::move(message.request);
  suite_case.body = std::move(message.body);
  const auto context = parse_json(text_of(folder / "context.json")).value();
  const auto text = [&](const JsonValue& value, const char* name) {
    const JsonValue* const found = value.find(name);
    return found == nullptr ? std::string() : found->text();
  };
  const JsonValue& credentials = *context.find("credentials");
  suite_case.credentials = {text(credentials, "access_key_id"),
                            Secret(text(credentials, "secret_access_key")),
                            Secret(text(credentials, "token"))};
  suite_case.scope = {text(context, "region"), text(context, "service")};
  suite_case.now = parse_iso8601(text(context, "timestamp")).value();
  suite_case.expires_seconds = std::stol(text(context, "expiration_in_seconds"));
  suite_case.sign_body = context.find("sign_body")->boolean;
  suite_case.options.normalize_path = context.find("normalize")->boolean;
  const JsonValue* const omit = context.find("omit_session_token");
  suite_case.omit_session_token = omit != nullptr && omit->boolean;
  return suite_case;
}

class SigningSuite : public testing::TestWithParam<fs::path> {
 protected:
  SigningSuite() : case_(read_case(GetParam())) { case_.request.body = case_.body; }

  std::string expected(const char* file) { return text_of(case_.folder / file); }

  static SignedRequest view(const UnsignedRequest& request) {
    return {request.method, request.target, request.headers, request.body};
  }

  /// Canonical request, string to sign and signature of a signed request are the suite's, and the
  /// verifier takes it, but not with another secret.
  void check(const UnsignedRequest& request, const std::string& form, std::string_view omitted) {
    const SignedRequest signed_request = view(request);
    const auto parsed = parse_signature(signed_request);
    ASSERT_TRUE(parsed) << parsed.error().message;
    CanonicalOptions options = case_.options;
    options.unsigned_parameter = omitted;
    const std::string canonical = canonical_request(
        signed_request, parsed->signed_headers, crypto::hex(crypto::sha256(request.body)), options);
    EXPECT_EQ(canonical, expected((form + "-canonical-request.txt").c_str()));
    EXPECT_EQ(string_to_sign(parsed->timestamp, parsed->scope(), canonical),
              expected((form + "-string-to-sign.txt").c_str()));
    EXPECT_EQ(parsed->signature, expected((form + "-signature.txt").c_str()));
    const Message sent = read_message(case_.folder / (form + "-signed-request.txt"));
    EXPECT_EQ(request.method, sent.request.method);
    EXPECT_EQ(request.target, sent.request.target);
    EXPECT_EQ(in_order(request.headers), in_order(sent.request.headers));
    EXPECT_EQ(request.body, sent.body);
    const Verifier verifier(case_.options);
    const auto& secret = case_.credentials.secret_access_key;
    const auto verified = verifier.verify(signed_request, *parsed, secret, case_.now);
    EXPECT_TRUE(verified) << verified.error().message;
    EXPECT_FALSE(verifier.verify(signed_request, *parsed, Secret("another"), case_.now));
  }

  Case case_;
};

TEST_P(SigningSuite, SignsAndVerifiesInTheHeader) {
  Credentials credentials = case_.credentials;
  if (case_.omit_session_token) credentials.session_token = Secret();
  if (case_.sign_body) {
    case_.request.headers.emplace_back("x-amz-content-sha256",
                                       crypto::hex(crypto::sha256(case_.body)));
  }
  UnsignedRequest request = case_.request;
  sign(request, credentials, case_.scope, case_.now, case_.options);
  if (case_.omit_session_token) {
    request.headers.emplace_back("X-Amz-Security-Token",
                                 std::string(case_.credentials.session_token.reveal()));
  }
  check(request, "header", {});
}

TEST_P(SigningSuite, SignsAndVerifiesInTheQuery) {
  Credentials credentials = case_.credentials;
  if (case_.omit_session_token) credentials.session_token = Secret();
  UnsignedRequest request = case_.request;
  request.target =
      presign(request, credentials, case_.scope, case_.now, case_.expires_seconds, case_.options);
  if (case_.omit_session_token) {
    std::string token = "&X-Amz-Security-Token=";
    append_uri_encoded(token, case_.credentials.session_token.reveal(), false);
    request.target.insert(request.target.find("&X-Amz-Signature="), token);
  }
  check(request, "query", case_.omit_session_token ? "X-Amz-Security-Token" : "");
}

std::vector<fs::path> suite_folders() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(kSuite)) folders.push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  return folders;
}

TEST(SigningSuiteItself, IsWhole) {
  EXPECT_EQ(suite_folders().size(), 38u);
}

INSTANTIATE_TEST_SUITE_P(V4, SigningSuite, testing::ValuesIn(suite_folders()),
                         [](const auto& each) {
                           std::string name = each.param.filename().string();
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace berth::aws::sigv4
