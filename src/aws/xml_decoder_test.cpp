// XML answers read back: the trees, and what the encoder wrote.
#include "aws/xml_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/models/iam.h"
#include "aws/service_model.h"
#include "aws/xml_codec.h"
#include "base/time_format.h"

namespace berth::aws {
namespace {

TEST(XmlTree, HoldsElementsAndText) {
  const auto root = parse_xml(
      "<?xml version=\"1.0\"?><!-- c --><a x='>' y=\"&lt;\"><b/>one&amp;<![CDATA[<two>]]>"
      "<c>&#x41;&#228;&#x20ac;&#x1f600;</c><!-- d --></a>\n");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->name, "a");
  EXPECT_EQ(root->text, "one&<two>");
  ASSERT_EQ(root->children.size(), 2u);
  EXPECT_EQ(root->children[0].name, "b");
  EXPECT_EQ(root->find("c")->text, "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80");
  EXPECT_EQ(root->find("d"), nullptr);
}

TEST(XmlTree, IsRefusedWhereItIsNone) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  for (const std::string& wrong :
       {std::string(), std::string("a"), std::string("<a>"), std::string("<a></b>"),
        std::string("<a>&nope;</a>"), std::string("<a/><b/>"), std::string("<a>&#xd800;</a>"),
        std::string("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"), std::string("<a"),
        std::string("<a><![CDATA[</a>"), std::string("<>"), std::string("<a>&#;</a>"), deep}) {
    const auto parsed = parse_xml(wrong);
    ASSERT_FALSE(parsed) << wrong;
    EXPECT_EQ(parsed.error().code, "SerializationException");
  }
}

TEST(XmlDecoder, ReadsWhatTheEncoderWrote) {
  iam::GetRoleResponse response;
  auto& role = response.role.emplace();
  role.role_name = "r<&>";
  role.arn = "arn:aws:iam::123456789012:role/r";
  role.create_date = parse_iso8601("2026-11-24T08:44:11Z");
  role.max_session_duration = 3600;
  role.tags.emplace().push_back({"k", ""});
  const auto& operation = iam::ops::GetRole::row();
  const auto xml = encode_xml_answer(*find_service_model("iam"), operation, &response, "id");
  iam::GetRoleResponse back;
  const auto decoded = decode_xml_answer(operation, xml, &back);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(back, response);
}

TEST(XmlDecoder, RefusesAnswersOfOthers) {
  const auto& operation = iam::ops::GetRole::row();
  iam::GetRoleResponse back;
  for (const char* wrong :
       {"{}", "<html/>",
        "<GetRoleResponse><GetRoleResult><Role><CreateDate>soon</CreateDate></Role>"
        "</GetRoleResult></GetRoleResponse>",
        "<GetRoleResponse><GetRoleResult><Role><MaxSessionDuration>many</MaxSessionDuration>"
        "</Role></GetRoleResult></GetRoleResponse>"}) {
    EXPECT_FALSE(decode_xml_answer(operation, wrong, &back)) << wrong;
  }
}

}  // namespace
}  // namespace berth::aws
