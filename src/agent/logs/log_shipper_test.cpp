// A container's log on its way, with an engine and a service that do as they are told.
#include "agent/logs/log_shipper.h"

#include <atomic>
#include <mutex>

#include <gmock/gmock.h>
#include <re2/re2.h>

#include "agent/eventually.h"
#include "aws/json_codec.h"
#include "aws/models/logs.h"
#include "net/testing.h"

namespace berth::agent {
namespace {

using net::test_support::TestServer;
using test_support::eventually;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

net::HttpResponse answer_of(int status, std::string body) {
  net::HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/x-amz-json-1.1");
  response.body = std::move(body);
  return response;
}

/// The log of one container at an engine.
class EngineSide {
 public:
  EngineSide() : server_([this](net::HttpRequest request) { return serve(std::move(request)); }) {}

  std::string url() const { return server_.url(); }
  void print(std::int64_t time_ms, const std::string& text) {
    const std::scoped_lock lock(mutex_);
    lines_.push_back({time_ms, text});
  }
  /// The container has ended, once the log was followed so often.
  void ends_after(int looks) { looks_left_ = looks; }
  void keep_back_at_first(std::size_t lines) { kept_back_ = lines; }
  void remove() { gone_ = true; }

 private:
  net::Task<net::HttpAnswer> serve(net::HttpRequest request) {
    const std::scoped_lock lock(mutex_);
    if (gone_) co_return answer_of(404, R"({"message":"No such container"})");
    if (request.target.find("/json") != std::string::npos) {
      co_return answer_of(200,
                          std::string(R"({"Id":"c","Config":{"Tty":false},"State":{"Running":)") +
                              (looks_left_ > 0 ? "true" : "false") + "}}");
    }
    const std::int64_t since_ms = since_of(request.target);
    std::string body;
    std::size_t count = lines_.size();
    if (looks_left_ > 0) count -= std::min(count, kept_back_);
    for (std::size_t i = 0; i < count; ++i) {
      if (lines_[i].timestamp_ms >= since_ms) body += frame(lines_[i]);
    }
    looks_left_ = std::max(looks_left_ - 1, 0);
    co_return answer_of(200, body);
  }

  static std::int64_t since_of(const std::string& target) {
    const std::string since = target.substr(target.find("since=") + 6);
    return std::stoll(since) * 1000 + std::stoll(since.substr(since.find('.') + 1));
  }
  static std::string frame(const LogLine& line) {
    const std::string second = std::to_string(line.timestamp_ms / 1000);
    const std::string ms = std::to_string(1000 + line.timestamp_ms % 1000).substr(1);
    const std::string content =
        "1970-01-01T00:00:0" + second + "." + ms + "000000Z " + line.text + "\n";
    std::string out{1, 0, 0, 0, 0, 0};
    out += static_cast<char>(content.size() >> 8);
    out += static_cast<char>(content.size() & 0xFF);
    return out + content;
  }

  std::mutex mutex_;
  std::vector<LogLine> lines_;
  int looks_left_ = 0;
  std::size_t kept_back_ = 0;
  std::atomic<bool> gone_ = false;
  TestServer server_;
};

/// A service with one stream.
class ServiceSide {
 public:
  ServiceSide() : server_([this](net::HttpRequest request) { return serve(std::move(request)); }) {}

  std::string url() const { return server_.url(); }
  void hold(std::vector<LogEvent> events) { events_ = std::move(events); }
  /// The next so many batches are stored, and the answer is an error.
  void lose_answers(int count) { lost_answers_ = count; }
  /// That batch is neither stored nor acknowledged at first.
  void lose_answers_from_batch(int batch) { lost_batch_ = batch; }
  /// So many calls are refused with this.
  void refuse(int count, std::string code) {
    const std::scoped_lock lock(mutex_);
    refusals_ = count;
    code_ = std::move(code);
  }
  std::vector<std::string> messages() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> out;
    for (const LogEvent& each : events_) out.push_back(each.message);
    return out;
  }
  int batches() { return batches_; }

 private:
  net::Task<net::HttpAnswer> serve(net::HttpRequest request) {
    const std::scoped_lock lock(mutex_);
    const std::string operation(request.header("X-Amz-Target").value_or(""));
    if (refusals_ > 0) {
      --refusals_;
      co_return answer_of(400, R"({"__type":")" + code_ + R"(","message":"no"})");
    }
    if (operation.ends_with("GetLogEvents")) co_return answer_of(200, page(request.body));
    if (!operation.ends_with("PutLogEvents")) co_return answer_of(200, "{}");
    if (batches_ + 1 == lost_batch_) {
      lost_batch_ = 0;
      co_return answer_of(500, R"({"__type":"InternalFailure"})");
    }
    const auto put = aws::decode_json<aws::logs::PutLogEventsRequest>(request.body);
    for (const auto& each : *put->log_events) events_.push_back({*each.timestamp, *each.message});
    ++batches_;
    if (lost_answers_ > 0) {
      --lost_answers_;
      co_return answer_of(500, R"({"__type":"InternalFailure"})");
    }
    co_return answer_of(200, "{}");
  }

  std::string page(const std::string& body) {
    const auto asked = aws::decode_json<aws::logs::GetLogEventsRequest>(body);
    aws::logs::GetLogEventsResponse response;
    response.events.emplace();
    const bool newest_only = asked->start_from_head == false;
    for (const LogEvent& each : events_) {
      if (asked->next_token || each.timestamp_ms < asked->start_time.value_or(0)) continue;
      if (newest_only) response.events->clear();
      aws::logs::OutputLogEvent event;
      event.timestamp = each.timestamp_ms;
      event.message = each.message;
      response.events->push_back(std::move(event));
    }
    response.next_forward_token = "f/end";
    return aws::encode_json(response);
  }

  std::mutex mutex_;
  std::vector<LogEvent> events_;
  int lost_answers_ = 0;
  int lost_batch_ = 0;
  int refusals_ = 0;
  std::string code_;
  std::atomic<int> batches_ = 0;
  TestServer server_;
};

class LogShipperTest : public testing::Test {
 protected:
  ~LogShipperTest() override {
    if (shipper_)
      net::run_blocking(runtime_.main_context(), [this]() -> net::Task<void> {
        shipper_->stop();
        co_return;
      });
    runtime_.stop();
  }

  void ship(const char* first_line = nullptr) {
    LogTarget target;
    if (first_line != nullptr) target.first_line = std::make_shared<const re2::RE2>(first_line);
    target.group = "g";
    target.stream = "s";
    target.region = "us-west-2";
    auto stream = LogStream::make(
        runtime_.main_context(), service_.url(), target,
        []() -> net::Task<Result<client::SessionKeys>> {
          client::SessionKeys keys;
          keys.keys.access_key_id = "AKIDEXAMPLE";
          keys.keys.secret_access_key = Secret("secret");
          co_return keys;
        },
        clock_);
    shipper_ = std::make_shared<LogShipper>(runtime_.main_context(), docker_, "c", *stream,
                                            [this] { delivered_ = true; });
    net::run_blocking(runtime_.main_context(), [this]() -> net::Task<void> {
      shipper_->start();
      co_return;
    });
  }
  bool delivers() {
    return eventually([this] { return delivered_.load(); });
  }

  EngineSide engine_;
  ServiceSide service_;
  SystemClock clock_;
  net::Runtime runtime_{1};
  DockerClient docker_{runtime_.main_context(), net::Origin::parse(engine_.url()).value()};
  std::shared_ptr<LogShipper> shipper_;
  std::atomic<bool> delivered_ = false;
};

TEST_F(LogShipperTest, DeliversEveryLineInOneBatch) {
  engine_.print(1000, "a");
  engine_.print(1000, "a");
  engine_.print(1001, "");
  engine_.print(1002, "b");
  ship();
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), ElementsAre("a", "a", "b"));
  EXPECT_EQ(service_.batches(), 1);
}

TEST_F(LogShipperTest, GoesOnWhereTheStreamEnds) {
  service_.hold({{1000, "a"}, {1000, "b"}});
  for (const char* text : {"a", "b", "b", "c"}) engine_.print(1000, text);
  engine_.print(900, "of the other stream, written late");
  engine_.print(100, "long delivered");
  ship();
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(),
              ElementsAre("a", "b", "of the other stream, written late", "b", "c"));
}

TEST_F(LogShipperTest, ComparesWithTheStreamWhereAnAnswerIsLost) {
  service_.lose_answers(2);
  for (const char* text : {"a", "a", "b"}) engine_.print(1000, text);
  ship();
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), ElementsAre("a", "a", "b"));
}

TEST_F(LogShipperTest, WaitsForAServiceThatIsAwayAndForRights) {
  for (const char* code : {"ServiceUnavailableException", "AccessDeniedException"}) {
    service_.refuse(3, code);
    delivered_ = false;
    engine_.print(1000, code);
    ship();
    ASSERT_TRUE(delivers()) << code;
  }
  EXPECT_THAT(service_.messages(),
              ElementsAre("ServiceUnavailableException", "AccessDeniedException"));
}

TEST_F(LogShipperTest, LooksOnceMoreWhenTheContainerHasEnded) {
  engine_.ends_after(2);
  engine_.keep_back_at_first(1);
  for (const char* text : {"a", "b", "last"}) engine_.print(1000, text);
  ship();
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), ElementsAre("a", "b", "last"));
}

TEST_F(LogShipperTest, JoinsLinesOverTwoLooksOnce) {
  engine_.ends_after(1);
  engine_.print(1000, "1 serving");
  engine_.print(1400, "  x");
  engine_.print(1500, "2 again");
  ship("^[0-9]");
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), ElementsAre("1 serving\n  x\n", "2 again\n"));
}

TEST_F(LogShipperTest, AddsToAnEventWhatCameAfterwards) {
  service_.hold({{1000, "1 serving\n  x\n"}, {1300, "2 again\n"}});
  engine_.print(1000, "1 serving");
  engine_.print(1200, "  x");
  engine_.print(1300, "2 again");
  engine_.print(1400, "  y");
  engine_.print(1500, "3 more");
  ship("^[0-9]");
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(),
              ElementsAre("1 serving\n  x\n", "2 again\n", "  y\n", "3 more\n"));
}

TEST_F(LogShipperTest, TellsWhatIsInDoubtFromWhatIsAcknowledged) {
  for (int i = 0; i < 10'002; ++i) engine_.print(1000, "y");
  service_.lose_answers_from_batch(2);
  ship();
  ASSERT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), testing::SizeIs(10'002));
}

TEST_F(LogShipperTest, EndsWithAContainerThatIsGone) {
  engine_.remove();
  ship();
  EXPECT_TRUE(delivers());
  EXPECT_THAT(service_.messages(), IsEmpty());
}

TEST_F(LogShipperTest, SendsNothingOnceStopped) {
  service_.refuse(1'000'000, "ServiceUnavailableException");
  engine_.print(1000, "a");
  ship();
  net::run_blocking(runtime_.main_context(), [this]() -> net::Task<void> {
    shipper_->stop();
    co_return;
  });
  service_.refuse(0, "");
  EXPECT_FALSE(eventually([this] { return delivered_.load(); }, std::chrono::milliseconds(700)));
  EXPECT_THAT(service_.messages(), IsEmpty());
}

}  // namespace
}  // namespace berth::agent
