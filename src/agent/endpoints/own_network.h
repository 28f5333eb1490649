// For tests that add addresses and interfaces: a network of their own, gone with the test.
#pragma once

#include <functional>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

namespace berth::agent {

/// Runs `body` in a child with a network of its own, so that the machine's stays as it is. Skips
/// where that takes rights that the caller has not.
inline void in_own_network(const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    if (::unshare(CLONE_NEWNET) != 0) ::_exit(77);
    body();
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) GTEST_SKIP() << "needs root";
  EXPECT_EQ(status, 0);
}

}  // namespace berth::agent
