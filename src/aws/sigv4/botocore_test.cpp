// Requests as botocore signs them: the verifier takes each, and our signer signs it the same.
#include <algorithm>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "aws/json_tree.h"
#include "aws/sigv4/sign.h"
#include "aws/sigv4/verify.h"
#include "base/time_format.h"

namespace berth::aws::sigv4 {
namespace {

struct Vector {
  std::string name;
  bool in_query = false;
  std::string method;
  std::string target;
  std::vector<Header> headers;
  std::string body;
  Credentials credentials;
  TimePoint now;

  SignedRequest view() const { return {method, target, headers, body}; }
};

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

std::vector<Vector> read_vectors() {
  std::ifstream file(std::string(BERTH_TEST_DATA) + "/sigv4/botocore.json");
  std::ostringstream text;
  text << file.rdbuf();
  const JsonValue root = parse_json(text.str()).value();
  std::vector<Vector> vectors;
  for (const JsonValue& each : root.find("vectors")->elements) {
    const auto member = [&each](const char* name) { return each.find(name)->text(); };
    Vector vector;
    vector.name = member("name");
    vector.in_query = member("form") == "query";
    vector.method = member("method");
    vector.target = member("target");
    for (const JsonValue& header : each.find("headers")->elements) {
      vector.headers.emplace_back(header.elements[0].text(), header.elements[1].text());
    }
    vector.body = from_hex(member("body_hex"));
    vector.credentials = {member("access_key_id"), Secret(member("secret_access_key")),
                          Secret(member("session_token"))};
    vector.now = parse_iso8601(root.find("now")->text()).value();
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

class BotocoreVector : public testing::TestWithParam<Vector> {};

TEST_P(BotocoreVector, IsVerified) {
  const Vector& vector = GetParam();
  const auto parsed = parse_signature(vector.view());
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->in_query, vector.in_query);
  EXPECT_EQ(parsed->access_key_id, vector.credentials.access_key_id);
  EXPECT_EQ(parsed->session_token, vector.credentials.session_token.reveal());
  EXPECT_EQ(parsed->signed_at, vector.now);
  const Verifier verifier;
  const auto& secret = vector.credentials.secret_access_key;
  const auto verified = verifier.verify(vector.view(), *parsed, secret, vector.now);
  EXPECT_TRUE(verified) << verified.error().message;
  SignedRequest changed = vector.view();
  changed.body = "changed";
  EXPECT_FALSE(verifier.verify(changed, *parsed, secret, vector.now));
}

/// Takes off what signing adds and signs anew.
TEST_P(BotocoreVector, IsSignedTheSame) {
  const Vector& vector = GetParam();
  const auto parsed = parse_signature(vector.view()).value();
  const Scope scope{parsed.region, parsed.service};
  UnsignedRequest request{vector.method, vector.target, {}, vector.body};
  if (vector.in_query) {
    request.headers = vector.headers;
    request.target.resize(request.target.find("&X-Amz-Algorithm"));
    const std::string target =
        presign(request, vector.credentials, scope, vector.now, parsed.expires_seconds);
    const auto again = parse_signature({vector.method, target, request.headers, vector.body});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->signature, parsed.signature);
    return;
  }
  for (const Header& header : vector.headers) {
    std::string name = header.first;
    std::transform(name.begin(), name.end(), name.begin(), [](char c) { return std::tolower(c); });
    const auto& names = parsed.signed_headers;
    const bool added = name == "x-amz-date" || name == "x-amz-security-token";
    if (!added && std::find(names.begin(), names.end(), name) != names.end()) {
      request.headers.push_back(header);
    }
  }
  sign(request, vector.credentials, scope, vector.now);
  EXPECT_EQ(find_header(request.headers, "authorization"),
            find_header(vector.headers, "authorization"));
}

TEST(BotocoreVectors, AreAllThere) {
  EXPECT_EQ(read_vectors().size(), 9u);
}

INSTANTIATE_TEST_SUITE_P(Sent, BotocoreVector, testing::ValuesIn(read_vectors()),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace berth::aws::sigv4
