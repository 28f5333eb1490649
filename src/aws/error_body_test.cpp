// Which code, status and body a fault becomes in each protocol.
#include "aws/error_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_tree.h"
#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/logs.h"
#include "aws/models/sts.h"

namespace berth::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ErrorAnswer in_ecs(const Fault& fault) {
  return error_answer(&ecs::kService, &ecs::ops::RunTask::row(), Protocol::kJson11, fault, "id");
}

ErrorAnswer in_iam(const Fault& fault) {
  return error_answer(&iam::kService, &iam::ops::GetRole::row(), Protocol::kQuery, fault, "id");
}

TEST(ErrorBody, SpeaksJson) {
  const ErrorAnswer answer = in_ecs(client_fault("ClusterNotFoundException", "Cluster not found."));
  EXPECT_EQ(answer.http_status, 400);
  EXPECT_EQ(answer.code, "ClusterNotFoundException");
  EXPECT_EQ(answer.content_type, "application/x-amz-json-1.1");
  EXPECT_EQ(answer.body, R"({"__type":"ClusterNotFoundException","message":"Cluster not found."})");
  EXPECT_THAT(answer.headers, testing::ElementsAre(testing::Pair("x-amzn-RequestId", "id")));
}

TEST(ErrorBody, SpeaksXml) {
  const ErrorAnswer answer =
      in_iam(client_fault("NoSuchEntityException", "The role with name <x> cannot be found."));
  EXPECT_EQ(answer.http_status, 404);
  EXPECT_EQ(answer.code, "NoSuchEntity");
  EXPECT_EQ(answer.content_type, "text/xml");
  EXPECT_EQ(answer.body,
            "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error>"
            "<Type>Sender</Type><Code>NoSuchEntity</Code>"
            "<Message>The role with name &lt;x&gt; cannot be found.</Message></Error>"
            "<RequestId>id</RequestId></ErrorResponse>");
}

TEST(ErrorBody, TakesTheModelsStatus) {
  EXPECT_EQ(in_iam(client_fault("LimitExceeded", "")).http_status, 409);
  EXPECT_EQ(in_iam(client_fault("DeleteConflict", "")).code, "DeleteConflict");
  EXPECT_EQ(in_ecs(client_fault("ServerException", "Try again.")).http_status, 500);
  EXPECT_THAT(in_ecs(client_fault("ServerException", "Try again.")).body, HasSubstr("Try again."));
}

struct Spelling {
  const char* fault;
  const char* query_code;
  int query_status;
  const char* json_code;
};

class CommonErrors : public testing::TestWithParam<Spelling> {};

TEST_P(CommonErrors, AreSpeltAsTheProtocolHasIt) {
  const Spelling& spelling = GetParam();
  const Fault fault{spelling.fault, "why", 403, {}};
  for (const auto* service : {&iam::kService, &sts::kService}) {
    const ErrorAnswer answer = error_answer(service, nullptr, Protocol::kQuery, fault, "id");
    EXPECT_EQ(answer.code, spelling.query_code);
    EXPECT_EQ(answer.http_status, spelling.query_status);
    EXPECT_THAT(answer.body, HasSubstr("<Code>" + answer.code + "</Code>"));
  }
  for (const ServiceModel* service : {&ecs::kService, &logs::kService}) {
    const ErrorAnswer answer = error_answer(service, nullptr, Protocol::kJson11, fault, "id");
    EXPECT_EQ(answer.code, spelling.json_code);
    EXPECT_EQ(answer.http_status, 400);
    EXPECT_THAT(answer.body, HasSubstr("{\"__type\":\"" + answer.code + "\""));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, CommonErrors,
    testing::Values(
        Spelling{"MissingAuthenticationToken", "MissingAuthenticationToken", 403,
                 "MissingAuthenticationTokenException"},
        Spelling{"IncompleteSignature", "IncompleteSignature", 400, "IncompleteSignatureException"},
        Spelling{"InvalidClientTokenId", "InvalidClientTokenId", 403,
                 "UnrecognizedClientException"},
        Spelling{"SignatureDoesNotMatch", "SignatureDoesNotMatch", 403,
                 "InvalidSignatureException"},
        Spelling{"ExpiredToken", "ExpiredToken", 403, "ExpiredTokenException"},
        Spelling{"AccessDeniedException", "AccessDenied", 403, "AccessDeniedException"},
        Spelling{"AccessDenied", "AccessDenied", 403, "AccessDeniedException"},
        Spelling{"UnknownOperationException", "InvalidAction", 400, "UnknownOperationException"}),
    [](const auto& values) { return std::string(values.param.fault); });

TEST(ErrorBody, WordsAMissingSignatureAsTheProtocolDoes) {
  const Fault fault{"MissingAuthenticationToken", "x", 403, {}};
  EXPECT_THAT(error_answer(nullptr, nullptr, Protocol::kJson11, fault, "id").body,
              HasSubstr("\"Missing Authentication Token\""));
  const std::string xml = error_answer(nullptr, nullptr, Protocol::kQuery, fault, "id").body;
  EXPECT_THAT(xml, HasSubstr("<Message>Request is missing Authentication Token</Message>"));
  EXPECT_THAT(xml, HasSubstr("<ErrorResponse><Error>"));
}

TEST(ErrorBody, KeepsStsOwnExpiry) {
  const Fault fault = client_fault("ExpiredTokenException", "");
  const ErrorAnswer answer =
      error_answer(&sts::kService, &sts::ops::AssumeRole::row(), Protocol::kQuery, fault, "id");
  EXPECT_EQ(answer.code, "ExpiredTokenException");
  EXPECT_EQ(answer.http_status, 400);
}

TEST(ErrorBody, SpellsADenialsMessageWithACapital) {
  EXPECT_EQ(in_ecs(client_fault("AccessDeniedException", "no")).body,
            R"({"__type":"AccessDeniedException","Message":"no"})");
}

TEST(ErrorBody, TellsNothingOfWhatBrokeInside) {
  const Fault fault{"IoError", "/var/lib/berth: no space", 500, R"({"path":"/var/lib/berth"})"};
  const ErrorAnswer ecs = in_ecs(fault);
  EXPECT_EQ(ecs.code, "ServerException");
  EXPECT_EQ(ecs.http_status, 500);
  EXPECT_THAT(ecs.body, Not(HasSubstr("/var")));
  const ErrorAnswer iam = in_iam(fault);
  EXPECT_EQ(iam.code, "InternalFailure");
  EXPECT_EQ(iam.http_status, 500);
  EXPECT_THAT(iam.body, HasSubstr("<Type>Receiver</Type>"));
  EXPECT_THAT(iam.body, Not(HasSubstr("/var")));
}

TEST(ErrorBody, CarriesFurtherMembers) {
  Fault fault = client_fault("InvalidSequenceTokenException", "t");
  fault.details_json = R"({"expectedSequenceToken": "7", "list": [1, {"a": null}]})";
  EXPECT_EQ(
      error_answer(&logs::kService, nullptr, Protocol::kJson11, fault, "id").body,
      R"({"__type":"InvalidSequenceTokenException","message":"t","expectedSequenceToken":"7",)"
      R"("list":[1, {"a": null}]})");
  EXPECT_THAT(in_iam(fault).body,
              HasSubstr("<Message>t</Message><expectedSequenceToken>7</expectedSequenceToken>"
                        "<list><member>1</member><member><a></a></member></list></Error>"));
  fault.details_json = "broken";
  EXPECT_TRUE(parse_json(in_ecs(fault).body));
}

TEST(ErrorBody, IsWellFormedWhateverIsQuoted) {
  const Fault fault = client_fault("IncompleteSignature", "got \xff\x01\"</Message>");
  const auto tree = parse_json(in_ecs(fault).body);
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->find("message")->text(), "got \ufffd\x01\"</Message>");
  EXPECT_THAT(in_iam(fault).body,
              HasSubstr("<Message>got \ufffd\ufffd&quot;&lt;/Message&gt;</Message>"));
}

}  // namespace
}  // namespace berth::aws
