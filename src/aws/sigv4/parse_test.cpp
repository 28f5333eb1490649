// What a request says of its signature, and the words for what is wrong with it.
#include "aws/sigv4/parse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_format.h"

namespace berth::aws::sigv4 {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kCredential = "Credential=AKIA/20150830/us-east-1/iam/aws4_request";
constexpr const char* kRest = "SignedHeaders=host;x-amz-date, Signature=abc";

std::string authorization(const std::string& credential = kCredential,
                          const std::string& rest = kRest) {
  return "AWS4-HMAC-SHA256 " + credential + ", " + rest;
}

Result<ParsedSignature> parse(std::vector<Header> headers, const std::string& target = "/") {
  headers.emplace_back("Host", "iam.amazonaws.com");
  return parse_signature({"POST", target, headers, {}});
}

Result<ParsedSignature> parse_with(const std::string& authorization_header,
                                   const std::string& date = "20150830T123600Z") {
  return parse({{"Authorization", authorization_header}, {"X-Amz-Date", date}});
}

Fault fault_of(const Result<ParsedSignature>& result) {
  return result ? Fault{"none", "", 0, {}} : result.error();
}

TEST(ParseHeader, FindsEveryPart) {
  const auto parsed = parse({{"authorization", authorization()},
                             {"x-amz-date", "20150830T123600Z"},
                             {"X-Amz-Security-Token", "token"}});
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_FALSE(parsed->in_query);
  EXPECT_EQ(parsed->access_key_id, "AKIA");
  EXPECT_EQ(parsed->date, "20150830");
  EXPECT_EQ(parsed->region, "us-east-1");
  EXPECT_EQ(parsed->service, "iam");
  EXPECT_EQ(parsed->scope(), "20150830/us-east-1/iam/aws4_request");
  EXPECT_EQ(parsed->signed_headers, (std::vector<std::string>{"host", "x-amz-date"}));
  EXPECT_EQ(parsed->signature, "abc");
  EXPECT_EQ(parsed->timestamp, "20150830T123600Z");
  EXPECT_EQ(parsed->signed_at, parse_amz_date("20150830T123600Z"));
  EXPECT_EQ(parsed->session_token, "token");
}

TEST(ParseHeader, TakesBlanksAndCommasAlike) {
  for (const char* text :
       {"AWS4-HMAC-SHA256 Credential=AKIA/20150830/us-east-1/iam/aws4_request,SignedHeaders=host,"
        "Signature=abc",
        "  AWS4-HMAC-SHA256   Signature=abc SignedHeaders=host  "
        "Credential=AKIA/20150830/us-east-1/iam/aws4_request ,, "}) {
    const auto parsed = parse_with(text);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->signature, "abc");
    EXPECT_EQ(parsed->access_key_id, "AKIA");
  }
}

TEST(ParseHeader, TakesTheDateHeaderToo) {
  for (const char* date :
       {"20150830T123600Z", "Sun, 30 Aug 2015 12:36:00 GMT", "2015-08-30T12:36:00Z"}) {
    const auto parsed = parse({{"Authorization", authorization()}, {"Date", date}});
    ASSERT_TRUE(parsed) << date << parsed.error().message;
    EXPECT_EQ(parsed->timestamp, "20150830T123600Z");
  }
  const auto parsed = parse({{"Authorization", authorization()},
                             {"Date", "Sun, 30 Aug 2015 12:36:00 GMT"},
                             {"X-Amz-Date", "20150830T000000Z"}});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->timestamp, "20150830T000000Z");
}

TEST(ParseHeader, NamesAllThatIsMissing) {
  Fault fault = fault_of(parse({{"Authorization", "AWS4-HMAC-SHA256 "}}));
  EXPECT_EQ(fault.code, "IncompleteSignature");
  EXPECT_EQ(fault.http_status, 400);
  EXPECT_THAT(fault.message,
              StartsWith("Authorization header requires 'Credential' parameter. Authorization "
                         "header requires 'Signature' parameter. Authorization header requires "
                         "'SignedHeaders' parameter. Authorization header requires existence of "
                         "either a 'X-Amz-Date' or a 'Date' header. "));
  fault = fault_of(parse_with("AWS4-HMAC-SHA256 Signature=abc, SignedHeaders=host"));
  EXPECT_THAT(fault.message, StartsWith("Authorization header requires 'Credential' parameter. ("));
  fault = fault_of(parse_with("AWS4-HMAC-SHA256 " + std::string(kCredential) +
                              ", Signature=, SignedHeaders=host"));
  EXPECT_THAT(fault.message, StartsWith("Authorization header requires 'Signature' parameter. ("));
}

TEST(ParseHeader, ShowsNoSecret) {
  for (const char* text : {"AWS4-HMAC-SHA256 hidden", "AWS4-HMAC-SHA256 other=hidden"}) {
    const Fault fault = fault_of(parse_with(text));
    EXPECT_EQ(fault.code, "IncompleteSignature");
    EXPECT_THAT(fault.message, Not(HasSubstr("hidden")));
    EXPECT_THAT(fault.message, HasSubstr("ashed with SHA-256 and encoded with Base64"));
  }
}

struct Wrong {
  std::string authorization;
  std::string date;
  std::string code;
  int http_status;
  std::string message;
};

class ParseHeaderWrong : public testing::TestWithParam<Wrong> {};

TEST_P(ParseHeaderWrong, IsSaidSo) {
  const Fault fault = fault_of(parse_with(GetParam().authorization, GetParam().date));
  EXPECT_EQ(fault.code, GetParam().code);
  EXPECT_EQ(fault.http_status, GetParam().http_status);
  EXPECT_EQ(fault.message, GetParam().message);
}

const std::string kSentAt = "20150830T123600Z";

INSTANTIATE_TEST_SUITE_P(
    Header, ParseHeaderWrong,
    testing::Values(
        Wrong{authorization("Credential=AKIA/20150830/iam/aws4_request"), kSentAt,
              "IncompleteSignature", 400,
              "Credential must have exactly 5 slash-delimited elements, e.g. "
              "keyid/date/region/service/term, got 'AKIA/20150830/iam/aws4_request'"},
        Wrong{authorization("Credential=AKIA"), kSentAt, "IncompleteSignature", 400,
              "Credential must have exactly 5 slash-delimited elements, e.g. "
              "keyid/date/region/service/term, got 'AKIA'"},
        Wrong{authorization("Credential=AKIA/20150830/us-east-1/iam/x/aws4_request"), kSentAt,
              "IncompleteSignature", 400,
              "Credential must have exactly 5 slash-delimited elements, e.g. "
              "keyid/date/region/service/term, got 'AKIA/20150830/us-east-1/iam/x/aws4_request'"},
        Wrong{authorization("Credential=AKIA/20150830/us-east-1/iam/aws5_request"), kSentAt,
              "SignatureDoesNotMatch", 403,
              "Credential should be scoped with a valid terminator: 'aws4_request', not "
              "'aws5_request'. "},
        Wrong{authorization("Credential=AKIA/20150829/us-east-1/iam/aws4_request"), kSentAt,
              "SignatureDoesNotMatch", 403,
              "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
              "HTTP: '20150829' != '20150830', from '20150830T123600Z'."},
        Wrong{authorization("Credential=AKIA/2015083/us-east-1/iam/aws4_request"), kSentAt,
              "SignatureDoesNotMatch", 403,
              "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
              "HTTP: '2015083' != '20150830', from '20150830T123600Z'."},
        Wrong{authorization(kCredential, "SignedHeaders=x-amz-date, Signature=abc"), kSentAt,
              "SignatureDoesNotMatch", 403,
              "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."},
        Wrong{authorization(), "yesterday", "IncompleteSignature", 400,
              "Date must be in ISO-8601 'basic format'. Got 'yesterday'. See "
              "http://en.wikipedia.org/wiki/ISO_8601"},
        Wrong{"AWS4-HMAC-SHA512 " + std::string(kCredential) + ", " + kRest, kSentAt,
              "IncompleteSignature", 400,
              "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512' (only AWS4-HMAC-SHA256 for "
              "now). "}));

TEST(ParseNothing, IsMissingAuthentication) {
  for (const auto& headers : {std::vector<Header>{}, std::vector<Header>{{"Authorization", ""}},
                              std::vector<Header>{{"Authorization", "Basic YTpi"}},
                              std::vector<Header>{{"Authorization", "Bearer AWS4-HMAC-SHA256"}},
                              std::vector<Header>{{"Authorization", "AWS AKIA:signature"}}}) {
    const Fault fault = fault_of(parse(headers));
    EXPECT_EQ(fault.code, "MissingAuthenticationToken");
    EXPECT_EQ(fault.http_status, 403);
  }
  EXPECT_EQ(fault_of(parse({}, "/?Action=ListUsers&X-Amz-Date=20150830T123600Z")).code,
            "MissingAuthenticationToken");
}

const std::string kPresigned =
    "/?Action=ListUsers&X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Credential=AKIA%2F20150830%2Fus-east-1%2Fiam%2Faws4_request"
    "&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host%3Bx-a&X-Amz-Signature=abc";

TEST(ParseQuery, FindsEveryPart) {
  const auto parsed = parse({}, kPresigned + "&X-Amz-Expires=60&X-Amz-Security-Token=a%2Bb%2F%3D");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_TRUE(parsed->in_query);
  EXPECT_EQ(parsed->access_key_id, "AKIA");
  EXPECT_EQ(parsed->scope(), "20150830/us-east-1/iam/aws4_request");
  EXPECT_EQ(parsed->signed_headers, (std::vector<std::string>{"host", "x-a"}));
  EXPECT_EQ(parsed->signature, "abc");
  EXPECT_EQ(parsed->timestamp, "20150830T123600Z");
  EXPECT_EQ(parsed->expires_seconds, 60);
  EXPECT_EQ(parsed->session_token, "a+b/=");
}

TEST(ParseQuery, LastsAQuarterOfAnHourByItself) {
  const auto parsed = parse({}, kPresigned);
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->expires_seconds, 900);
}

TEST(ParseQuery, ExpiresWithinAWeek) {
  for (const char* text : {"1", "604800"}) {
    EXPECT_TRUE(parse({}, kPresigned + "&X-Amz-Expires=" + text)) << text;
  }
  for (const char* text : {"0", "-1", "604801", "", "x", "1x", "99999999999999999999"}) {
    EXPECT_EQ(fault_of(parse({}, kPresigned + "&X-Amz-Expires=" + text)).code,
              "IncompleteSignature")
        << text;
  }
}

TEST(ParseQuery, NamesAllThatIsMissing) {
  const Fault fault = fault_of(parse({}, "/?X-Amz-Signature=abc"));
  EXPECT_EQ(fault.code, "IncompleteSignature");
  EXPECT_EQ(fault.message,
            "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string "
            "parameters must include 'X-Amz-Credential'. AWS query-string parameters must include "
            "'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. "
            "Re-examine the query-string parameters.");
}

TEST(ParseQuery, GoesNotWithAHeader) {
  const Fault fault = fault_of(parse({{"Authorization", authorization()}}, kPresigned));
  EXPECT_EQ(fault.code, "SignatureDoesNotMatch");
  EXPECT_EQ(fault.message,
            "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP "
            "header.");
}

}  // namespace
}  // namespace berth::aws::sigv4
