// Tests of control groups as Docker, systemd and others write them.
#include "agent/credentials/container_id.h"

#include <gtest/gtest.h>

namespace berth::agent {
namespace {

const std::string kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string kOther(64, 'f');

TEST(ContainerId, VersionOneOfDocker) {
  EXPECT_EQ(container_id_of_cgroups("12:pids:/docker/" + kId + "\n11:cpu,cpuacct:/docker/" + kId +
                                    "\n1:name=systemd:/docker/" + kId + "\n0::/system.slice\n"),
            kId);
  EXPECT_EQ(container_id_of_cgroups("9:memory:/\n3:pids:/docker/" + kId), kId);
}

TEST(ContainerId, VersionTwoOfSystemd) {
  EXPECT_EQ(container_id_of_cgroups("0::/system.slice/docker-" + kId + ".scope\n"), kId);
  EXPECT_EQ(container_id_of_cgroups("0::/user.slice/user-libpod_pod.slice/libpod-" + kId +
                                    ".scope/container\n"),
            kId);
  EXPECT_EQ(container_id_of_cgroups("0::/../docker-" + kId + ".scope/init.scope\n"), kId);
}

TEST(ContainerId, OtherParentsAndNestedOnes) {
  EXPECT_EQ(container_id_of_cgroups("4:cpu:/ecs/0f3a/" + kId + "\n"), kId);
  EXPECT_EQ(container_id_of_cgroups("0::/berth.slice/a:b/docker-" + kId + ".scope\n"), kId);
  EXPECT_EQ(container_id_of_cgroups("0::/docker/" + kOther + "/docker/" + kId + "/init\n"), kId);
}

TEST(ContainerId, ProcessesOfTheHostAreInNone) {
  EXPECT_EQ(container_id_of_cgroups("0::/system.slice/docker.service\n"), "");
  EXPECT_EQ(container_id_of_cgroups("9:name=systemd:/\n4:memory:/api/06388b59aa96fed5\n0::/\n"),
            "");
  EXPECT_EQ(container_id_of_cgroups("0::/docker/" + kId.substr(1) + "\n"), "");
  EXPECT_EQ(container_id_of_cgroups("0::/docker/" + kId + "0\n"), "");
  EXPECT_EQ(container_id_of_cgroups("0::/docker/" + kId.substr(1) + "g\n"), "");
  EXPECT_EQ(container_id_of_cgroups(kId + "\n"), "");
  EXPECT_EQ(container_id_of_cgroups(""), "");
}

}  // namespace
}  // namespace berth::agent
