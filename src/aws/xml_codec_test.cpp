// The XML answers that Query clients read.
#include "aws/xml_codec.h"

#include <gtest/gtest.h>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/sts.h"

namespace berth::aws {
namespace {

template <class Op>
std::string answer(const ServiceModel& service, const typename Op::Output& output) {
  return encode_xml_answer(service, Op::row(), &output, "11111111-2222-4333-8444-555555555555");
}

constexpr std::string_view kMetadata =
    "<ResponseMetadata><RequestId>11111111-2222-4333-8444-555555555555</RequestId>"
    "</ResponseMetadata>";

TEST(XmlCodec, WritesAResult) {
  iam::CreateRoleResponse response;
  response.role.emplace();
  response.role->role_name = "r";
  response.role->create_date = from_epoch_ms(1795509851120);
  response.role->max_session_duration = 3600;
  response.role->tags = std::vector{iam::Tag{.key = "a", .value = "1"}, iam::Tag{.key = "b"}};
  EXPECT_EQ(answer<iam::ops::CreateRole>(iam::kService, response),
            "<CreateRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
            "<CreateRoleResult><Role><RoleName>r</RoleName>"
            "<CreateDate>2026-11-24T08:44:11Z</CreateDate>"
            "<MaxSessionDuration>3600</MaxSessionDuration>"
            "<Tags><member><Key>a</Key><Value>1</Value></member>"
            "<member><Key>b</Key></member></Tags></Role></CreateRoleResult>" +
                std::string(kMetadata) + "</CreateRoleResponse>");
}

TEST(XmlCodec, WritesAnAnswerWithoutOutput) {
  EXPECT_EQ(encode_xml_answer(iam::kService, iam::ops::DeleteRole::row(), nullptr, "id"),
            "<DeleteRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
            "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></DeleteRoleResponse>");
}

TEST(XmlCodec, WritesEmptyListsAndBooleans) {
  iam::ListRolesResponse response;
  response.roles.emplace();
  response.is_truncated = false;
  EXPECT_EQ(answer<iam::ops::ListRoles>(iam::kService, response),
            "<ListRolesResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
            "<ListRolesResult><Roles></Roles><IsTruncated>false</IsTruncated></ListRolesResult>" +
                std::string(kMetadata) + "</ListRolesResponse>");
}

TEST(XmlCodec, WritesMaps) {
  iam::GetAccountSummaryResponse response;
  response.summary_map = std::map<std::string, std::int32_t>{{"Roles", 2}};
  EXPECT_EQ(answer<iam::ops::GetAccountSummary>(iam::kService, response),
            "<GetAccountSummaryResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
            "<GetAccountSummaryResult><SummaryMap><entry><key>Roles</key><value>2</value></entry>"
            "</SummaryMap></GetAccountSummaryResult>" +
                std::string(kMetadata) + "</GetAccountSummaryResponse>");
}

TEST(XmlCodec, NamesTheNamespaceOfSts) {
  sts::GetCallerIdentityResponse response;
  response.account = "123456789012";
  EXPECT_EQ(answer<sts::ops::GetCallerIdentity>(sts::kService, response),
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            "<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult>" +
                std::string(kMetadata) + "</GetCallerIdentityResponse>");
}

TEST(XmlWriter, EscapesMarkup) {
  XmlWriter out;
  out.text("a<b>&\"c'\t\n\r");
  EXPECT_EQ(out.xml(), "a&lt;b&gt;&amp;&quot;c'\t\n&#xD;");
}

TEST(XmlWriter, ReplacesWhatXmlCannotHold) {
  XmlWriter out;
  out.text(std::string_view("\x01\0z\x1f caf\u00e9 \U0001F6A2 \xff\xc3( \uffff\ufffe\ufffd", 29));
  EXPECT_EQ(out.xml(), "\ufffd\ufffdz\ufffd caf\u00e9 \U0001F6A2 \ufffd\ufffd( \ufffd\ufffd\ufffd");
}

}  // namespace
}  // namespace berth::aws
