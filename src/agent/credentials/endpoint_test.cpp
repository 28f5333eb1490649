// Tests of the endpoint: the recorded answers, who gets them, and how often.
#include "agent/credentials/endpoint.h"

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "agent/credentials/fake_socket_owners.h"
#include "agent/credentials/testing.h"
#include "base/file.h"
#include "net/testing.h"

namespace berth::agent {
namespace {

using test_support::FakeSocketOwners;
using test_support::make_credentials;
using test_support::make_task;

constexpr const char* kBody =
    R"({"RoleArn":"arn:aws:iam::123456789012:role/app","AccessKeyId":"ASIAEXAMPLE",)"
    R"("SecretAccessKey":"secret/+","Token":"token==","Expiration":"2026-11-24T08:44:11Z"})";
const std::string kInvalidCaller =
    R"({"code":"InvalidCaller","message":"CredentialsV2Request: The credentials belong to another )"
    R"(task","HTTPErrorCode":403})";

class EndpointTest : public ::testing::Test {
 protected:
  EndpointTest() : runtime_(2) {
    tasks_.publish(one_);
    tasks_.publish(two_);
    credentials_.put(make_credentials("id-one"), one_.arn, CredentialsOf::kTask);
    credentials_.put(make_credentials("id-two"), two_.arn, CredentialsOf::kTask);
    credentials_.put(make_credentials("execution"), one_.arn, CredentialsOf::kExecution);
    credentials_.put(make_credentials("instance"), "", CredentialsOf::kInstance);
    auto owners = std::make_unique<FakeSocketOwners>();
    owners_ = owners.get();
    owners_->set(kHostPort, {SocketOwner::Kind::kHost, {}});
    endpoint_ = std::make_shared<Endpoint>(
        EndpointParts{credentials_,
                      tasks_,
                      audit_,
                      refusals_,
                      clock_,
                      runtime_.main_context(),
                      {40, 60},
                      "default",
                      [] { return std::string("arn:instance"); },
                      [this](std::string id) { return stats(std::move(id)); }},
        std::move(owners));
  }

  net::Task<Result<std::string>> stats(std::string docker_id) {
    stats_thread_ = std::this_thread::get_id();
    if (docker_id[0] == failing_stats_) co_return fail(server_fault("EngineError", "gone"));
    co_return R"({"id":")" + docker_id.substr(0, 2) + "\"}";
  }

  net::HttpResponse ask(const std::string& target, const std::string& address = "127.0.0.1",
                        std::uint16_t port = kHostPort) {
    net::HttpRequest request;
    request.target = target;
    request.headers = {{"User-Agent", "test"}};
    request.peer = {address, port, "169.254.170.2", 80, false, {}};
    // On the second context, so that what belongs on the first has to get there.
    std::optional<net::HttpAnswer> answer;
    net::run_blocking(*runtime_.contexts().back(), [&]() -> net::Task<void> {
      auto value = co_await Endpoint::answer(endpoint_, std::move(request));
      answer.emplace(std::move(value));
    });
    return std::get<net::HttpResponse>(*answer);
  }

  void expect(const std::string& target, int status, const std::string& body,
              const std::string& address = "127.0.0.1", std::uint16_t port = kHostPort) {
    const auto answer = ask(target, address, port);
    EXPECT_EQ(answer.status, status) << target << " from " << address;
    EXPECT_EQ(answer.body, body) << target << " from " << address;
  }

  static constexpr std::uint16_t kHostPort = 1000;

  const TaskRecord one_ = make_task("one", 'a', "172.17.0.2");
  const TaskRecord two_ = make_task("two", 'b', "172.17.0.3");
  net::Runtime runtime_;
  TaskDirectory tasks_;
  CredentialStore credentials_;
  AuditLog audit_;
  RefusalCounts refusals_;
  ManualClock clock_{from_epoch_ms(1795488251000)};
  FakeSocketOwners* owners_ = nullptr;
  std::shared_ptr<Endpoint> endpoint_;
  std::thread::id stats_thread_;
  char failing_stats_ = '-';
};

TEST_F(EndpointTest, CredentialsForTheTasksContainer) {
  expect("/v2/credentials/id-one", 200, kBody, "172.17.0.2", 1);
  expect("/v1/credentials?id=id-one", 200, kBody, "172.17.0.2", 1);
  expect("/v2/credentials/id-one", 200, kBody);
  EXPECT_EQ(*ask("/v2/credentials/id-one").header("Content-Type"), "application/json");
}

TEST_F(EndpointTest, AnotherTasksContainerIsRefused) {
  expect("/v2/credentials/id-two", 403, kInvalidCaller, "172.17.0.2", 1);
  EXPECT_EQ(refusals_.of_task(Refusal::kForeign, one_.arn), 1u);
  // Neither a container of no task, nor an address that nobody has.
  expect("/v2/credentials/id-two", 403, kInvalidCaller, "172.17.0.99", 1);
  owners_->set(7, {SocketOwner::Kind::kContainer, std::string(64, 'f')});
  expect("/v2/credentials/id-two", 403, kInvalidCaller, "127.0.0.1", 7);
  EXPECT_EQ(refusals_.total(Refusal::kForeign), 3u);
}

TEST_F(EndpointTest, TasksOnTheHostsNetworkAreToldApart) {
  tasks_.publish(make_task("three", 'c', "", "host"));
  const auto arn = make_task("three", 'c', "").arn;
  credentials_.put(make_credentials("id-three"), arn, CredentialsOf::kTask);
  owners_->set(8, {SocketOwner::Kind::kContainer, std::string(64, 'c')});
  expect("/v2/credentials/id-three", 200, kBody, "127.0.0.1", 8);
  expect("/v2/credentials/id-one", 403, kInvalidCaller, "127.0.0.1", 8);
}

TEST_F(EndpointTest, ExecutionAndInstanceCredentialsAreTheHosts) {
  expect("/v2/credentials/execution", 200, kBody);
  expect("/v2/credentials/instance", 200, kBody);
  expect("/v2/credentials/execution", 403, kInvalidCaller, "172.17.0.2", 1);
  expect("/v2/credentials/instance", 403, kInvalidCaller, "172.17.0.2", 1);
}

TEST_F(EndpointTest, RecordedErrorsOfCredentials) {
  expect("/v2/credentials/", 400,
         R"({"code":"NoIdInRequest","message":"CredentialsV2Request: No Credential ID in the )"
         R"(request","HTTPErrorCode":400})");
  expect("/v1/credentials", 400,
         R"({"code":"NoIdInRequest","message":"CredentialsV1Request: No Credential ID in the )"
         R"(request","HTTPErrorCode":400})");
  const std::string unknown =
      R"({"code":"InvalidIdInRequest","message":"CredentialsV2Request: Credentials not found",)"
      R"("HTTPErrorCode":400})";
  expect("/v2/credentials/nope", 400, unknown);
  expect("/v2/credentials/nope", 400, unknown, "172.17.0.99", 1);
  credentials_.expect("later", one_.arn, CredentialsOf::kTask);
  expect("/v2/credentials/later", 503,
         R"({"code":"CredentialsUninitialized","message":"CredentialsV2Request: Credentials )"
         R"(uninitialized for ID","HTTPErrorCode":503})",
         "172.17.0.2", 1);
}

TEST_F(EndpointTest, PathsThatAreNotServed) {
  expect("/v2/credentials", 404, "404 page not found\n");
  expect("/nope", 404, "404 page not found\n");
  EXPECT_EQ(*ask("/nope").header("Content-Type"), "text/plain; charset=utf-8");
  const auto moved = ask("//v2/credentials/id-one?a=b");
  EXPECT_EQ(moved.status, 301);
  EXPECT_EQ(moved.body, "");
  EXPECT_EQ(*moved.header("Location"), "/v2/credentials/id-one?a=b");
}

TEST_F(EndpointTest, EveryAnswerSaysTheLimit) {
  for (const char* target :
       {"/v2/credentials/id-one", "/v2/credentials/", "/nope", "/v4/x", "//v2/credentials/x"}) {
    const auto answer = ask(target);
    EXPECT_EQ(answer.header("X-Rate-Limit-Limit"), "40.00") << target;
    EXPECT_EQ(answer.header("X-Rate-Limit-Duration"), "1") << target;
    EXPECT_EQ(answer.header("X-Rate-Limit-Request-Remote-Addr"), "127.0.0.1:1000") << target;
    EXPECT_EQ(answer.header("X-Rate-Limit-Request-Forwarded-For"), "") << target;
    EXPECT_EQ(answer.header("Retry-After"), std::nullopt) << target;
  }
}

TEST_F(EndpointTest, OverTheLimit) {
  for (int i = 0; i < 60; ++i) ask("/v2/credentials/nope", "172.17.0.2", 1);
  const auto answer = ask("/v2/credentials/id-one", "172.17.0.2", 2);
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.body, "You have reached maximum request limit.");
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(answer.header("Retry-After"), "1");
  EXPECT_EQ(answer.header("X-Rate-Limit-Limit"), "40.00");
  EXPECT_EQ(refusals_.of_task(Refusal::kThrottled, one_.arn), 1u);
  // Others are not held up, and a second later neither is this one.
  expect("/v2/credentials/id-two", 200, kBody, "172.17.0.3", 1);
  clock_.advance(std::chrono::seconds(1));
  expect("/v2/credentials/id-one", 200, kBody, "172.17.0.2", 1);
}

TEST_F(EndpointTest, TasksOnTheHostsNetworkDoNotStarveOneAnother) {
  tasks_.publish(make_task("three", 'c', "", "host"));
  tasks_.publish(make_task("four", 'd', "", "host"));
  for (std::uint16_t port = 20; port < 100; ++port) {
    owners_->set(port, {SocketOwner::Kind::kContainer, std::string(64, 'c')});
    ask("/v2/credentials/nope", "127.0.0.1", port);
  }
  EXPECT_EQ(refusals_.of_task(Refusal::kThrottled, make_task("three", 'c', "").arn), 20u);
  owners_->set(100, {SocketOwner::Kind::kContainer, std::string(64, 'd')});
  EXPECT_EQ(ask("/v2/credentials/nope", "127.0.0.1", 100).status, 400);
  EXPECT_EQ(ask("/v2/credentials/nope").status, 400);
}

TEST_F(EndpointTest, AContainerMayAskBeforeItsAddressIsKnown) {
  auto early = make_task("early", 'e', "");
  tasks_.publish(early);
  credentials_.put(make_credentials("id-early"), early.arn, CredentialsOf::kTask);
  std::thread engine([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    early.containers[0].addresses["bridge"] = "172.17.0.9";
    tasks_.publish(early);
  });
  expect("/v2/credentials/id-early", 200, kBody, "172.17.0.9", 1);
  engine.join();
  expect("/v2/credentials/id-early", 403, kInvalidCaller, "172.17.0.99", 1);
}

TEST_F(EndpointTest, MetadataOfContainerAndTask) {
  const auto container = ask("/v4/ep-one", "172.17.0.2", 1);
  EXPECT_EQ(container.status, 200);
  EXPECT_EQ(container.body.rfind(R"({"DockerId":"aaaa)", 0), 0u) << container.body;
  const auto task = ask("/v3/ep-one/task", "172.17.0.2", 1);
  EXPECT_EQ(task.body.rfind(R"({"Cluster":"default","TaskARN":")" + one_.arn, 0), 0u) << task.body;
  EXPECT_EQ(ask("/v4/ep-one/taskWithTags").status, 200);
  EXPECT_EQ(ask("/v2/metadata", "172.17.0.2", 1).body.find("Networks"), std::string::npos);
  EXPECT_EQ(ask("/v2/metadata/" + std::string(64, 'a'), "172.17.0.2", 1).status, 200);
}

TEST_F(EndpointTest, MetadataIsTheTasksOwn) {
  expect("/v4/ep-two", 403, R"("V4 container metadata handler: the id belongs to another task")",
         "172.17.0.2", 1);
  expect("/v3/ep-two/task/stats", 403, R"("V3 task stats handler: the id belongs to another task")",
         "172.17.0.99", 1);
  EXPECT_EQ(refusals_.total(Refusal::kForeign), 2u);
  const std::string other(64, 'b');
  expect("/v2/metadata/" + other, 400,
         "\"Unable to generate metadata for container '" + other + "'\"", "172.17.0.2", 1);
}

TEST_F(EndpointTest, RecordedErrorsOfMetadata) {
  expect("/v3/xxxx", 500,
         R"("V3 container metadata handler: unable to get container ID from request: unable to )"
         R"(get docker ID from v3 endpoint ID: xxxx")");
  expect("/v4/xxxx", 404,
         R"("V4 container metadata handler: unable to get container ID from request: unable to )"
         R"(get docker ID from v3 endpoint ID: xxxx")");
  expect("/v4/%3cx%ff/task", 404,
         R"("V4 task metadata handler: unable to get task arn from request: unable to get task )"
         "Arn from v3 endpoint ID: \\u003cx\xef\xbf\xbd\"");
  expect("/v3/xxxx/stats", 500,
         R"("V3 container stats handler: unable to get task arn from request: unable to get task )"
         R"(Arn from v3 endpoint ID: xxxx")");
  const std::string stranger =
      R"("Unable to get task arn from request: unable to associate '127.0.0.1' with task")";
  expect("/v2/metadata", 400, stranger);
  expect("/v2/stats", 400, stranger);
}

TEST_F(EndpointTest, AnUncreatedContainerHasATaskAndNoDocument) {
  auto task = make_task("new", 'c', "");
  task.containers[0].docker_id.clear();
  tasks_.publish(task);
  EXPECT_EQ(ask("/v4/ep-new").status, 404);
  EXPECT_EQ(ask("/v4/ep-new/stats").status, 404);
  EXPECT_EQ(ask("/v4/ep-new/task").status, 200);
}

TEST_F(EndpointTest, StatisticsComeFromTheMainContext) {
  std::thread::id main_thread;
  net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
    main_thread = std::this_thread::get_id();
    co_return;
  });
  expect("/v4/ep-one/stats", 200, R"({"id":"aa"})", "172.17.0.2", 1);
  EXPECT_EQ(stats_thread_, main_thread);
  expect("/v2/stats/" + std::string(64, 'a'), 200, R"({"id":"aa"})", "172.17.0.2", 1);
}

TEST_F(EndpointTest, StatisticsOfATaskAreByContainer) {
  auto task = make_task("many", 'd', "172.17.0.7");
  for (const char digit : {'c', 'e'}) {
    auto container = task.containers[0];
    container.docker_id = std::string(64, digit);
    task.containers.push_back(container);
  }
  tasks_.publish(task);
  failing_stats_ = 'd';
  expect("/v4/ep-many/task/stats", 200,
         "{\"" + std::string(64, 'c') + R"(":{"id":"cc"},")" + std::string(64, 'd') +
             R"(":null,")" + std::string(64, 'e') + R"(":{"id":"ee"}})");
  EXPECT_EQ(ask("/v2/stats", "172.17.0.7", 1).status, 200);
  failing_stats_ = 'a';
  expect("/v4/ep-one/stats", 500,
         "\"Unable to get container stats for: " + std::string(64, 'a') + "\"");
  expect("/v3/ep-one/task/stats", 500, "\"Unable to get task stats for: " + one_.arn + "\"");
  expect("/v2/stats", 400, "\"Unable to get task stats for: " + one_.arn + "\"", "172.17.0.2", 1);
}

TEST_F(EndpointTest, TheAuditLogHoldsEveryRequestForCredentialsAndNoId) {
  const auto path = ::testing::TempDir() + "endpoint-audit." + std::to_string(::getpid());
  std::filesystem::remove(path);
  auto log = AuditLog::open(path);
  ASSERT_TRUE(log);
  audit_ = std::move(*log);
  ask("/v2/credentials/id-one", "172.17.0.2", 33980);
  ask("/v1/credentials?id=nope", "172.17.0.2", 33980);
  ask("/v2/credentials/id-two", "172.17.0.2", 33980);
  ask("/v4/ep-one", "172.17.0.2", 33980);
  for (int i = 0; i < 56; ++i) ask("/nope", "172.17.0.2", 33980);
  ask("/v4/ep-one", "172.17.0.2", 33980);
  const std::string head = "2026-11-24T02:44:11Z ";
  EXPECT_EQ(read_file(path).value_or(""),
            head + "200 172.17.0.2:33980 \"/v2/credentials\" \"test\" " + one_.arn +
                " GetCredentials 2 default arn:instance\n" + head +
                "400 172.17.0.2:33980 \"/v1/credentials\" \"test\" - \n" + head +
                "403 172.17.0.2:33980 \"/v2/credentials\" \"test\" " + two_.arn + " \n" + head +
                "429 172.17.0.2:33980 \"/v4\" \"test\" - \n");
  std::filesystem::remove(path);
}

TEST_F(EndpointTest, OverTheWireThisProcessIsOfTheHost) {
  net::test_support::TestServer server(
      make_endpoint_handler({credentials_,
                             tasks_,
                             audit_,
                             refusals_,
                             clock_,
                             runtime_.main_context(),
                             {40, 60},
                             "default",
                             [] { return std::string(); },
                             [this](std::string id) { return stats(std::move(id)); }}));
  net::test_support::RawClient client(server.port());
  const auto answer =
      client.round_trip("GET /v2/credentials/instance HTTP/1.1\r\nHost: 169.254.170.2\r\n\r\n");
  EXPECT_EQ(answer.rfind("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                         "X-Rate-Limit-Duration: 1\r\nX-Rate-Limit-Limit: 40.00\r\n"
                         "X-Rate-Limit-Request-Forwarded-For: \r\n"
                         "X-Rate-Limit-Request-Remote-Addr: 127.0.0.1:",
                         0),
            0u)
      << answer;
  EXPECT_NE(answer.find(std::string("\r\n\r\n") + kBody), std::string::npos) << answer;
}

}  // namespace
}  // namespace berth::agent
