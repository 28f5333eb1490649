// Which engine an agent uses, by what it is told and what the machine has.
#include "agent/docker/docker_host.h"

#include <gmock/gmock.h>

namespace berth::agent {
namespace {

using ::testing::HasSubstr;

std::string chosen(const std::string& option, const DockerHostFacts& facts = {}) {
  const auto host = choose_docker_host(option, facts);
  if (!host) return host.error().code;
  return host->private_engine ? "private" : host->url;
}

TEST(DockerHost, AnOptionCountsFirst) {
  DockerHostFacts facts;
  facts.docker_host = "unix:///other";
  facts.default_socket_answers = true;
  EXPECT_EQ(chosen("unix:///run/d.sock", facts), "unix:///run/d.sock");
  EXPECT_EQ(chosen("/run/d.sock", facts), "unix:///run/d.sock");
  EXPECT_EQ(chosen("tcp://10.0.0.1:2375", facts), "http://10.0.0.1:2375");
  EXPECT_EQ(chosen("http://10.0.0.1:2375", facts), "http://10.0.0.1:2375");
  EXPECT_EQ(chosen("ssh://host", facts), "InvalidOption");
}

TEST(DockerHost, AutoTakesWhatThereIs) {
  DockerHostFacts facts{"unix:///other", true, true, true};
  EXPECT_EQ(chosen("auto", facts), "unix:///other");
  facts.docker_host = "ssh://host";
  EXPECT_THAT(choose_docker_host("auto", facts).error().message, HasSubstr("DOCKER_HOST"));
  facts.docker_host = "";
  EXPECT_EQ(chosen("", facts), "unix:///var/run/docker.sock");
  facts.default_socket_answers = false;
  EXPECT_EQ(chosen("auto", facts), "private");
}

TEST(DockerHost, SaysWhatWouldHelp) {
  const DockerHostFacts user{"", false, false, true};
  EXPECT_EQ(chosen("auto", user), "EngineNotFound");
  EXPECT_THAT(choose_docker_host("auto", user).error().message, HasSubstr("run as root"));
  const DockerHostFacts root{"", false, true, false};
  EXPECT_THAT(choose_docker_host("auto", root).error().message, HasSubstr("docker.io"));
}

TEST(DockerHost, LooksAtTheMachine) {
  EXPECT_FALSE(socket_answers("/nonexistent/docker.sock"));
  EXPECT_FALSE(socket_answers(std::string(200, 'x')));
  EXPECT_EQ(find_executable("sh").substr(find_executable("sh").rfind('/')), "/sh");
  EXPECT_EQ(find_executable("no-such-program-of-berth"), "");
}

}  // namespace
}  // namespace berth::agent
