// DNS messages as they are on the wire, the malformed ones among them.
#include "agent/endpoints/dns_message.h"

#include <string>

#include <gtest/gtest.h>

namespace berth::agent::dns {
namespace {

using namespace std::string_literals;

/// A query for ecs.us-west-2.amazonaws.com with the type's low byte.
std::string query_bytes(char type) {
  return "\x12\x34\x01\x20\x00\x01\x00\x00\x00\x00\x00\x00"s
         "\x03"
         "ecs"
         "\x09"
         "us-west-2"
         "\x09"
         "amazonaws"
         "\x03"
         "com"
         "\x00\x00"s +
         std::string(1, type) + "\x00\x01"s;
}

TEST(DnsMessage, ReadsAQuestion) {
  const auto query = parse_query(query_bytes('\x01'));
  ASSERT_TRUE(query);
  EXPECT_EQ(query->id, 0x1234);
  EXPECT_EQ(query->name, "ecs.us-west-2.amazonaws.com");
  EXPECT_EQ(query->type, kTypeA);
  EXPECT_EQ(query->question_class, kClassIn);
  EXPECT_TRUE(query->recursion_desired);
}

TEST(DnsMessage, KeepsWhatFollowsTheQuestionOutOfIt) {
  const auto with_edns = query_bytes('\x01') + "\x00\x00\x29\x10\x00\x00\x00\x00\x00\x00\x00"s;
  const auto query = parse_query(with_edns);
  ASSERT_TRUE(query);
  EXPECT_EQ(query->question, query_bytes('\x01').substr(12));
}

TEST(DnsMessage, AnswersWithOneAddress) {
  const auto query = parse_query(query_bytes('\x01'));
  const std::string answer = make_address_answer(*query, 0xa9feaa02, 60);
  EXPECT_EQ(answer, "\x12\x34\x85\x80\x00\x01\x00\x01\x00\x00\x00\x00"s + query->question +
                        "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xa9\xfe\xaa\x02"s);
  EXPECT_TRUE(answers(answer, *query));
}

TEST(DnsMessage, AnswersOtherTypesWithNothing) {
  const auto query = parse_query(query_bytes('\x1c'));
  EXPECT_EQ(make_empty_answer(*query, Code::kNoError),
            "\x12\x34\x85\x80\x00\x01\x00\x00\x00\x00\x00\x00"s + query->question);
}

TEST(DnsMessage, RefusesWhatIsNoQuestion) {
  const std::string whole = query_bytes('\x01');
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_query(whole.substr(0, size))) << size;
  }
  std::string answer = whole;
  answer[2] = '\x81';
  EXPECT_FALSE(parse_query(answer));
  EXPECT_FALSE(has_query_header(answer));
  std::string two = whole;
  two[5] = '\x02';
  EXPECT_FALSE(parse_query(two));
  std::string compressed = whole;
  compressed[12] = '\xc0';
  EXPECT_FALSE(parse_query(compressed));
  std::string dotted = whole;
  dotted[14] = '.';
  EXPECT_FALSE(parse_query(dotted));
}

TEST(DnsMessage, RefusesNamesOverTheLimit) {
  std::string message = "\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"s;
  for (int i = 0; i < 5; ++i) message += "\x3f" + std::string(63, 'a');
  message += "\x00\x00\x01\x00\x01"s;
  EXPECT_FALSE(parse_query(message));
}

TEST(DnsMessage, FailureRepeatsTheId) {
  EXPECT_EQ(make_failure(query_bytes('\x01').substr(0, 12), Code::kFormatError),
            "\x12\x34\x81\x81\x00\x00\x00\x00\x00\x00\x00\x00"s);
}

TEST(DnsMessage, TellsAnswersApart) {
  const auto query = parse_query(query_bytes('\x01'));
  std::string upper = make_address_answer(*query, 1, 60);
  upper[13] = 'E';
  EXPECT_TRUE(answers(upper, *query));
  std::string other_id = upper;
  other_id[0] = '\x13';
  EXPECT_FALSE(answers(other_id, *query));
  std::string other_name = upper;
  other_name[14] = 'x';
  EXPECT_FALSE(answers(other_name, *query));
  EXPECT_FALSE(answers(query_bytes('\x01'), *query));
}

}  // namespace
}  // namespace berth::agent::dns
