// Each call to Docker Engine: what is asked, and what its answers and refusals become.
#include "agent/docker/docker_client.h"

#include <chrono>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "agent/docker/fake_engine.h"

namespace berth::agent {
namespace {

using namespace std::chrono_literals;
using net::test_support::RawClient;
using net::test_support::RawServer;
using test_support::FakeEngine;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A client on a runtime of its own, and calls that wait for their answers.
class Client {
 public:
  explicit Client(const std::string& url)
      : docker_(runtime_.main_context(), net::Origin::parse(url).value()) {}
  ~Client() { runtime_.stop(); }

  template <class T>
  Result<T> ask(std::function<net::Task<Result<T>>(DockerClient&)> call) {
    return net::test_support::run<Result<T>>(runtime_, [&] { return call(docker_); });
  }
  Result<void> act(std::function<net::Task<Result<void>>(DockerClient&)> call) {
    return ask<void>(std::move(call));
  }
  Result<aws::docker::VersionResponse> negotiate() {
    return ask<aws::docker::VersionResponse>(
        [](DockerClient& docker) { return docker.negotiate(); });
  }
  Result<void> pull(const std::string& image, PullLimits limits = {},
                    std::function<bool(const aws::docker::PullProgress&)> on_progress = {}) {
    return act([&](DockerClient& docker) {
      return docker.pull_image(image, "auth", limits, on_progress);
    });
  }
  Result<std::string> create(const std::string& name) {
    aws::docker::ContainerCreateRequest request;
    request.image = "busybox";
    request.labels = {{"color", name}};
    return ask<std::string>(
        [&](DockerClient& docker) { return docker.create_container(name, request, 5s); });
  }
  Result<void> start(const std::string& id, std::chrono::milliseconds timeout = 5s) {
    return act([&](DockerClient& docker) { return docker.start_container(id, timeout); });
  }
  Result<aws::docker::ContainerInspectResponse> inspect(const std::string& id) {
    return ask<aws::docker::ContainerInspectResponse>(
        [&](DockerClient& docker) { return docker.inspect_container(id); });
  }

 private:
  net::Runtime runtime_{1};
  DockerClient docker_;
};

/// A server that answers each request with the body, and notes its first line and Host.
class Recorder {
 public:
  explicit Recorder(std::string body, int status = 200)
      : server_([this, body = std::move(body),
                 status](net::HttpRequest request) -> net::Task<net::HttpAnswer> {
          requests_.push_back(request.method + " " + request.target);
          last_ = std::move(request);
          co_return net::HttpResponse{status, {}, body};
        }) {}

  std::string url() const { return server_.url(); }
  const std::vector<std::string>& requests() const { return requests_; }
  const net::HttpRequest& last() const { return last_; }

 private:
  std::vector<std::string> requests_;
  net::HttpRequest last_;
  net::test_support::TestServer server_;
};

std::string version_of(const std::string& newest, const std::string& oldest) {
  return R"({"Version":"v","ApiVersion":")" + newest + R"(","MinAPIVersion":")" + oldest + R"("})";
}

TEST(DockerClient, SettlesOnTheNewestVersionThatBothSpeak) {
  for (const auto& [newest, used] : std::map<std::string, std::string>{
           {"1.25", "1.25"}, {"1.41", "1.41"}, {"1.44", "1.44"}, {"1.52", "1.44"}}) {
    Recorder engine(version_of(newest, "1.24"));
    Client client(engine.url());
    const auto version = client.negotiate();
    ASSERT_TRUE(version) << version.error().message;
    EXPECT_EQ(version->api_version, newest);
    ASSERT_TRUE(client.start("id"));
    EXPECT_THAT(engine.requests(),
                ElementsAre("GET /version", "POST /v" + used + "/containers/id/start"));
  }
}

TEST(DockerClient, RefusesEnginesOfOtherAges) {
  Recorder old(version_of("1.24", "1.12"));
  EXPECT_EQ(Client(old.url()).negotiate().error().code, "EngineTooOld");
  Recorder young(version_of("1.99", "1.45"));
  const auto refused = Client(young.url()).negotiate();
  EXPECT_EQ(refused.error().code, "EngineTooNew");
  EXPECT_THAT(refused.error().message, HasSubstr("1.45 to 1.99"));
  EXPECT_THAT(refused.error().message, HasSubstr("1.25 to 1.44"));
}

TEST(DockerClient, AContainersLife) {
  FakeEngine engine;
  Client client(engine.url());
  ASSERT_TRUE(client.negotiate());
  const auto id = client.create("one");
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_EQ(id->size(), 64u);
  EXPECT_EQ(engine.container("one")->image, "busybox");
  EXPECT_EQ(client.create("one").error().code, "Conflict");
  EXPECT_EQ(client.inspect(*id)->state->status, "created");
  EXPECT_TRUE(client.start(*id));
  EXPECT_TRUE(client.start(*id));  // 304: it runs
  EXPECT_EQ(client.inspect("one")->state->running, true);
  const auto stop = [&](DockerClient& docker) { return docker.stop_container(*id, 7s); };
  EXPECT_TRUE(client.act(stop));
  EXPECT_TRUE(client.act(stop));  // 304: it does not
  EXPECT_THAT(engine.calls(), Contains("stop one 7").Times(2));
  EXPECT_EQ(client.inspect(*id)->state->exit_code, 143);
  const auto kill = [&](DockerClient& docker) { return docker.kill_container(*id, "SIGKILL"); };
  EXPECT_EQ(client.act(kill).error().code, "Conflict");
  const auto remove = [&](DockerClient& docker) { return docker.remove_container(*id); };
  EXPECT_TRUE(client.act(remove));
  EXPECT_TRUE(client.act(remove));  // 404: it is gone
  const auto gone = client.inspect(*id);
  EXPECT_EQ(gone.error().code, "NotFound");
  EXPECT_EQ(gone.error().http_status, 404);
  EXPECT_EQ(gone.error().message, "No such container: " + *id);
}

TEST(DockerClient, GivesBackTheEnginesWords) {
  FakeEngine engine;
  Client client(engine.url());
  engine.refuse("start", 500, "driver failed: \"x\"");
  const auto id = client.create("one");
  const auto refused = client.start(*id);
  EXPECT_EQ(refused.error().code, "EngineError");
  EXPECT_EQ(refused.error().message, "driver failed: \"x\"");
  Recorder silent("<html>", 503);
  EXPECT_EQ(Client(silent.url()).start("id").error().message, "HTTP status 503");
}

TEST(DockerClient, TellsALateAnswerFromNone) {
  FakeEngine engine;
  engine.hang("start");
  Client client(engine.url());
  const auto id = client.create("one");
  EXPECT_EQ(client.start(*id, 20ms).error().code, "Timeout");
  Client nobody("http://127.0.0.1:1");
  EXPECT_EQ(nobody.start("id").error().code, "EngineUnreachable");
  EXPECT_EQ(nobody.pull("busybox").error().code, "EngineUnreachable");
}

TEST(DockerClient, TellsWhatItCannotRead) {
  Recorder odd("[]");
  Client client(odd.url());
  EXPECT_EQ(client.inspect("id").error().code, "EngineError");
  EXPECT_THAT(client.create("x").error().message, HasSubstr("names no container"));
}

TEST(DockerClient, PullsByNameAndTag) {
  Recorder engine("{\"status\":\"done\"}\r\n");
  Client client(engine.url());
  ASSERT_TRUE(client.pull("localhost:5000/team/app"));
  EXPECT_EQ(engine.last().header("X-Registry-Auth"), "auth");
  ASSERT_TRUE(client.pull("app@sha256:ab"));
  EXPECT_THAT(engine.requests(),
              ElementsAre("POST /images/create?fromImage=localhost%3A5000%2Fteam%2Fapp&tag=latest",
                          "POST /images/create?fromImage=app&tag=sha256%3Aab"));
}

TEST(DockerClient, APullTellsItsProgress) {
  FakeEngine engine;
  Client client(engine.url());
  std::vector<std::string> told;
  ASSERT_TRUE(client.pull("busybox:1", {}, [&](const aws::docker::PullProgress& progress) {
    told.push_back(progress.status.value_or(""));
    return true;
  }));
  EXPECT_THAT(told, ElementsAre("Pulling from busybox:1", "Status: Downloaded"));
  const auto image = client.ask<aws::docker::ImageInspectResponse>(
      [](DockerClient& docker) { return docker.inspect_image("busybox:1"); });
  EXPECT_EQ(image->id, "sha256:busybox:1");
}

TEST(DockerClient, APullFailsWithTheEnginesWordsBeforeAndInTheStream) {
  FakeEngine engine;
  Client client(engine.url());
  engine.refuse("pull none:latest", 404, "pull access denied for none");
  engine.refuse("pull broken:latest", 500, "no space left on device");
  engine.refuse_in_stream("half:latest", "unexpected EOF");
  EXPECT_EQ(client.pull("none").error(),
            (Fault{"NotFound", "pull access denied for none", 404, {}}));
  EXPECT_EQ(client.pull("broken").error(),
            (Fault{"EngineError", "no space left on device", 500, {}}));
  EXPECT_EQ(client.pull("half").error().code, "EngineError");
  EXPECT_EQ(client.pull("half").error().message, "unexpected EOF");
}

TEST(DockerClient, APullIsGivenUpOnceItIsNotWanted) {
  FakeEngine engine;
  Client client(engine.url());
  int told = 0;
  const auto abandoned = client.pull("busybox", {}, [&](const aws::docker::PullProgress&) {
    ++told;
    return false;
  });
  EXPECT_EQ(abandoned.error().code, "Abandoned");
  EXPECT_EQ(told, 1);
}

TEST(DockerClient, APullHasTwoLimits) {
  FakeEngine engine;
  engine.hang("pull");
  Client client(engine.url());
  EXPECT_EQ(client.pull("busybox", {1h, 20ms}).error().code, "Timeout");
  engine.release("pull");
  const auto late = client.pull("busybox", {-1ms, 5s});
  EXPECT_EQ(late.error().code, "Timeout");
  EXPECT_EQ(late.error().message, "the pull took too long");
}

TEST(DockerClient, ListsContainersByLabel) {
  FakeEngine engine;
  Client client(engine.url());
  const auto red = client.create("red");
  ASSERT_TRUE(client.create("blue"));
  const auto list = [&](std::vector<std::string> labels) {
    return client.ask<std::vector<aws::docker::ContainerSummary>>(
        [&](DockerClient& docker) { return docker.list_containers(labels); });
  };
  ASSERT_EQ(list({})->size(), 2u);
  const auto found = list({"color=red"});
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().id, *red);
  Recorder recorder("[]");
  Client other(recorder.url());
  other.ask<std::vector<aws::docker::ContainerSummary>>([](DockerClient& docker) {
    return docker.list_containers({"a=b", "c"});
  });
  EXPECT_EQ(recorder.last().target,
            "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db%22%2C%22c%22%5D%7D");
}

TEST(DockerClient, HandsEventsOnAsTheyCome) {
  RawServer engine([](RawClient& connection, int) {
    connection.read_until("\r\n\r\n");
    connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char* piece : {R"({"Action":"start","Actor":{"I)", "D\":\"one\"}}\nnon", "sense\n",
                              "{\"Action\":\"die\",\"Actor\":{\"ID\":\"two\"}}\n"}) {
      connection.send(fmt::format("{:x}\r\n{}\r\n", std::string_view(piece).size(), piece));
    }
    connection.read_to_end();  // the stream stays open
  });
  Client client(engine.url());
  std::vector<std::string> told;
  const std::function<bool(const aws::docker::EventMessage&)> on_event =
      [&](const aws::docker::EventMessage& event) {
        told.push_back(event.action.value_or("") + " " + event.actor->id.value_or(""));
        return told.size() < 2;
      };
  const auto ended =
      client.act([&](DockerClient& docker) { return docker.container_events(0, on_event, 5s); });
  EXPECT_TRUE(ended) << ended.error().message;
  EXPECT_THAT(told, ElementsAre("start one", "die two"));
}

TEST(DockerClient, AsksForEventsOfContainersSince) {
  Recorder engine("");
  Client client(engine.url());
  const std::function<bool(const aws::docker::EventMessage&)> on_event =
      [](const aws::docker::EventMessage&) { return true; };
  client.act([&](DockerClient& docker) { return docker.container_events(0, on_event, 1s); });
  client.act([&](DockerClient& docker) { return docker.container_events(17, on_event, 1s); });
  const std::string filters = "filters=%7B%22type%22%3A%5B%22container%22%5D%7D";
  EXPECT_THAT(engine.requests(),
              ElementsAre("GET /events?" + filters, "GET /events?" + filters + "&since=17"));
}

TEST(DockerClient, ASilentStreamOfEventsTimesOut) {
  FakeEngine engine;
  Client client(engine.url());
  const std::function<bool(const aws::docker::EventMessage&)> on_event =
      [](const aws::docker::EventMessage&) { return true; };
  const auto ended =
      client.act([&](DockerClient& docker) { return docker.container_events(0, on_event, 20ms); });
  EXPECT_EQ(ended.error().code, "Timeout");
}

TEST(DockerClient, VolumesAndNetworksGo) {
  FakeEngine engine;
  Client client(engine.url());
  EXPECT_TRUE(client.act([](DockerClient& docker) { return docker.remove_volume("v"); }));
  engine.refuse("remove-volume v", 404, "no such volume");
  EXPECT_TRUE(client.act([](DockerClient& docker) { return docker.remove_volume("v"); }));
  engine.refuse("remove-volume v", 409, "volume is in use");
  EXPECT_EQ(client.act([](DockerClient& docker) { return docker.remove_volume("v"); }).error().code,
            "Conflict");
  Recorder networks(R"([{"Id":"n1","Name":"bridge"}])");
  const auto list = Client(networks.url())
                        .ask<std::vector<aws::docker::NetworkResource>>(
                            [](DockerClient& docker) { return docker.list_networks(); });
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().name, "bridge");
}

}  // namespace
}  // namespace berth::agent
