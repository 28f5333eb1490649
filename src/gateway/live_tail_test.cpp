// Live Tail: what a session keeps of what is written, and what its client is sent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_codec.h"
#include "gateway/live_tails.h"
#include "gateway/testing.h"
#include "net/event_stream.h"
#include "services/logs/operations.h"

namespace berth::gateway {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class LiveTailSessionTest : public testing::Test {
 protected:
  using Moment = LiveTailSession::Moment;

  LiveTailSessionTest() {
    start_.log_group_identifiers = {"arn:aws:logs:r:1:log-group:/a",
                                    "arn:aws:logs:r:1:log-group:b"};
    start_.log_stream_names.emplace();
    start_.log_stream_name_prefixes.emplace();
  }

  LiveTailSession& session() {
    if (!session_) session_ = *LiveTailSession::make("r", start_, limits_, began_);
    return *session_;
  }

  void write(const std::vector<std::string>& messages, std::chrono::milliseconds after = 0ms,
             const char* group = "/a", const char* stream = "s", const char* region = "r") {
    std::vector<aws::logs::InputLogEvent> events;
    for (const std::string& message : messages) events.push_back({7, message});
    session().add({region, group, stream, events, 0, events.size(), 9}, began_ + after);
  }

  std::vector<std::string> taken(std::chrono::milliseconds after) {
    const auto update = session().take(began_ + after);
    sampled_ = *update.session_metadata->sampled;
    std::vector<std::string> messages;
    for (const auto& event : *update.session_results) messages.push_back(*event.message);
    return messages;
  }

  Moment began_ = Moment(1000s);
  aws::logs::LiveTailSessionStart start_;
  LiveTailLimits limits_;
  std::shared_ptr<LiveTailSession> session_;
  bool sampled_ = false;
};

TEST_F(LiveTailSessionTest, HasAnUpdateForEachSecond) {
  write({"1", "2"}, 100ms);
  write({"3"}, 999ms);
  EXPECT_THAT(taken(999ms), IsEmpty());
  write({"4"}, 1000ms);
  EXPECT_TRUE(session().is_behind(began_ + 1000ms));
  EXPECT_THAT(taken(1000ms), ElementsAre("1", "2", "3"));
  EXPECT_FALSE(session().is_behind(began_ + 1999ms));
  EXPECT_THAT(taken(2000ms), ElementsAre("4"));
  EXPECT_THAT(taken(3000ms), IsEmpty());
  EXPECT_FALSE(sampled_);
}

TEST_F(LiveTailSessionTest, SaysWhereAnEventIsFrom) {
  write({"m"}, 0ms, "b", "t");
  const auto update = session().take(began_ + 1s);
  ASSERT_THAT(*update.session_results, SizeIs(1));
  EXPECT_EQ(aws::encode_json(update.session_results->front()),
            R"({"logStreamName":"t","logGroupIdentifier":"arn:aws:logs:r:1:log-group:b",)"
            R"("message":"m","timestamp":7,"ingestionTime":9})");
}

TEST_F(LiveTailSessionTest, HearsWhatItAskedFor) {
  start_.log_event_filter_pattern = "ERROR";
  write({"ERROR 1", "fine"});
  write({"ERROR 2"}, 0ms, "other");
  write({"ERROR 3"}, 0ms, "/a", "s", "elsewhere");
  write({"ERROR 4"}, 0ms, "b", "t");
  EXPECT_THAT(taken(1s), ElementsAre("ERROR 1", "ERROR 4"));
}

TEST_F(LiveTailSessionTest, HearsStreamsByNameAndByPrefix) {
  start_.log_stream_names = {{"s"}};
  write({"1"});
  write({"2"}, 0ms, "/a", "ss");
  EXPECT_THAT(taken(1s), ElementsAre("1"));
  session_.reset();
  start_.log_stream_names->clear();
  start_.log_stream_name_prefixes = {{"ss", "x"}};
  write({"1"});
  write({"2"}, 0ms, "/a", "sst");
  EXPECT_THAT(taken(1s), ElementsAre("2"));
}

TEST_F(LiveTailSessionTest, TakesNoMoreThanItSays) {
  write(std::vector<std::string>(501, "m"));
  EXPECT_THAT(taken(1s), SizeIs(500));
  EXPECT_TRUE(sampled_);
  write(std::vector<std::string>(500, "m"), 1s);
  EXPECT_THAT(taken(2s), SizeIs(500));
  EXPECT_FALSE(sampled_);
  limits_.bytes_kept_max = 10;
  session_.reset();
  write({"12345", "123456", "12345"});
  EXPECT_THAT(taken(1s), ElementsAre("12345", "12345"));
  EXPECT_TRUE(sampled_);
  write({"1234567890"}, 1s);
  EXPECT_THAT(taken(2s), ElementsAre("1234567890"));
}

TEST_F(LiveTailSessionTest, ForgetsTheOldestOfASlowClient) {
  limits_.updates_kept_max = 3;
  limits_.bytes_kept_max = 4;
  for (int second = 0; second < 6; ++second) {
    write({std::to_string(second)}, std::chrono::seconds(second));
  }
  for (const char* message : {"2", "3", "4"}) EXPECT_THAT(taken(5s), ElementsAre(message));
  EXPECT_THAT(taken(5s), IsEmpty());
  EXPECT_THAT(taken(6s), ElementsAre("5"));
}

/// Takes what is written, and ends after so many pieces.
class NotingBody final : public net::BodyWriter {
 public:
  explicit NotingBody(std::size_t pieces_max) : pieces_max_(pieces_max) {}

  net::Task<bool> write(std::string piece) override {
    ++pieces_;
    bytes_ += piece;
    if (wrote) wrote(pieces_);
    co_return true;
  }
  bool is_ending() const override { return pieces_ >= pieces_max_; }

  std::vector<net::EventStreamMessage> events() const {
    std::vector<net::EventStreamMessage> events;
    std::string_view rest = bytes_;
    for (auto taken = net::take_event(rest); taken; taken = net::take_event(rest)) {
      events.push_back(*taken);
    }
    EXPECT_TRUE(rest.empty());
    return events;
  }

  std::function<void(std::size_t)> wrote;

 private:
  std::size_t pieces_max_;
  std::size_t pieces_ = 0;
  std::string bytes_;
};

class LiveTailTest : public GatewayTest {
 protected:
  LiveTailTest() {
    parts_.live_tail.interval = 1ms;
    for (const char* group : {"g", "h"}) {
      ask(logs("CreateLogGroup", std::string(R"({"logGroupName":")") + group + R"("})"));
      ask(logs("CreateLogStream",
               std::string(R"({"logStreamName":"s","logGroupName":")") + group + R"("})"));
    }
  }

  net::HttpRequest logs(const std::string& operation, const std::string& body,
                        const std::optional<aws::sigv4::Credentials>& with = {}) {
    return sign(json(kLogs + operation, body), "logs", with);
  }

  net::HttpRequest start(const std::string& more = "",
                         const std::optional<aws::sigv4::Credentials>& with = {}) {
    return logs("StartLiveTail",
                R"({"logGroupIdentifiers":["arn:aws:logs:us-west-2:123456789012:log-group:g"])" +
                    more + "}",
                with);
  }

  net::HttpAnswer answer(const net::HttpRequest& request) {
    return net::test_support::run<net::HttpAnswer>(
        runtime_, [&]() -> net::Task<net::HttpAnswer> { return gateway().handler()(request); });
  }

  void serve(net::StreamedAnswer& answer, NotingBody& body) {
    net::run_blocking(runtime_.main_context(),
                      [&]() -> net::Task<void> { return answer.serve(body); });
  }

  /// Two events: now, and `after_ms` from now.
  std::string batch(const std::string& message, std::int64_t after_ms = 0) const {
    const std::int64_t now = to_epoch_ms(clock_.now());
    return R"({"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":)" +
           std::to_string(now) + R"(,"message":")" + message + R"("},{"timestamp":)" +
           std::to_string(now + after_ms) + R"(,"message":"second"}]})";
  }
};

TEST_F(LiveTailTest, BeginsWithItsStartAndEndsWithTheServer) {
  auto streamed = answer(start(R"(,"logEventFilterPattern":"ERROR")"));
  auto* const tail = std::get_if<net::StreamedAnswer>(&streamed);
  ASSERT_NE(tail, nullptr);
  EXPECT_EQ(tail->head.header("Content-Type"), "application/vnd.amazon.eventstream");
  NotingBody body(3);
  serve(*tail, body);
  const auto events = body.events();
  ASSERT_THAT(events, SizeIs(5));
  const auto header = [&events](std::size_t event, std::size_t place) {
    return events[event].headers.at(place);
  };
  using Header = std::pair<std::string, std::string>;
  EXPECT_EQ(header(0, 0), Header(":event-type", "initial-response"));
  EXPECT_EQ(header(0, 2), Header(":message-type", "event"));
  EXPECT_EQ(events[0].payload, "{}");
  EXPECT_EQ(header(1, 0), Header(":event-type", "sessionStart"));
  EXPECT_EQ(header(1, 1), Header(":content-type", "application/json"));
  EXPECT_THAT(events[1].payload, HasSubstr(R"("logEventFilterPattern":"ERROR")"));
  EXPECT_EQ(header(2, 0), Header(":event-type", "sessionUpdate"));
  EXPECT_EQ(events[2].payload, R"({"sessionMetadata":{"sampled":false},"sessionResults":[]})");
  EXPECT_EQ(header(4, 0), Header(":exception-type", "SessionStreamingException"));
  EXPECT_EQ(header(4, 2), Header(":message-type", "exception"));
  EXPECT_THAT(events[4].payload, StartsWith(R"({"message":"The Live Tail session has ended)"));
}

TEST_F(LiveTailTest, SendsWhatIsCommittedMeanwhile) {
  auto streamed = answer(start());
  auto& tail = std::get<net::StreamedAnswer>(streamed);
  ASSERT_THAT(ask(logs("PutLogEvents", batch("first"))), StartsWith("200"));
  // Too new: it is not taken, so nobody hears of it.
  ASSERT_THAT(ask(logs("PutLogEvents", batch("third", 3 * 3600 * 1000))), StartsWith("200"));
  ASSERT_THAT(ask(logs("PutLogEvents", R"({"logGroupName":"none","logStreamName":"s",)"
                                       R"("logEvents":[{"timestamp":1,"message":"m"}]})")),
              StartsWith("400"));
  NotingBody body(3);
  serve(tail, body);
  std::string all;
  for (const auto& event : body.events()) all += event.payload;
  EXPECT_THAT(all, HasSubstr(R"("message":"first","timestamp":1760000000000)"));
  EXPECT_THAT(all, HasSubstr(R"("message":"third")"));
  EXPECT_EQ(all.find("\"second\""), all.rfind("\"second\""));
}

TEST_F(LiveTailTest, TimesOut) {
  parts_.live_tail.life = 5ms;
  gateway_.reset();
  auto streamed = answer(start());
  NotingBody body(1000);
  serve(std::get<net::StreamedAnswer>(streamed), body);
  const auto events = body.events();
  EXPECT_EQ(events.back().headers.front().second, "SessionTimeoutException");
}

TEST_F(LiveTailTest, IsOpenUntilItsAnswerEnds) {
  parts_.live_tail.sessions_max = 2;
  gateway_.reset();
  auto first = answer(start());
  {
    const auto second = answer(start());
    EXPECT_EQ(ask(start()).substr(0, 3), "400");
    EXPECT_THAT(ask(start()), HasSubstr("LimitExceededException"));
    // Other regions have their own.
    const auto elsewhere =
        sign(json(std::string(kLogs) + "StartLiveTail",
                  R"({"logGroupIdentifiers":["arn:aws:logs:eu-west-1:123456789012:log-group:g"]})"),
             "logs", {}, "eu-west-1");
    EXPECT_THAT(ask(elsewhere), HasSubstr("ResourceNotFoundException"));
  }
  EXPECT_EQ(answer(start()).index(), first.index());
}

TEST_F(LiveTailTest, IsRefusedAsOtherCallsAre) {
  const auto session = role_session("nobody");
  EXPECT_THAT(ask(start("", session)), HasSubstr("AccessDeniedException"));
  EXPECT_THAT(ask(start(R"(,"logEventFilterPattern":"a-b")")),
              HasSubstr("InvalidParameterException"));
  EXPECT_THAT(ask(logs("StartLiveTail", R"({"logGroupIdentifiers":[]})")),
              HasSubstr("InvalidParameterException"));
  EXPECT_THAT(
      ask(logs("StartLiveTail",
               R"({"logGroupIdentifiers":["arn:aws:logs:us-west-2:123456789012:log-group:g:*"]})")),
      HasSubstr("Member must satisfy regular expression pattern"));
}

}  // namespace
}  // namespace berth::gateway
