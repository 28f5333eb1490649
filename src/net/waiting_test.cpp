// What coroutines wait with: deadlines, notifications, turns, callbacks.
#include <chrono>
#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "net/async_lock.h"
#include "net/await_callback.h"
#include "net/deadline.h"
#include "net/notification.h"
#include "net/post.h"
#include "net/testing.h"

namespace berth::net {
namespace {

using namespace std::chrono_literals;

TEST(Deadline, PassesOnceAndCanBeSetAnew) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    int passed = 0;
    Deadline deadline(runtime.main_context().get_executor(), [&] { ++passed; });
    deadline.expires_after(10ms);
    EXPECT_FALSE(deadline.expired());
    co_await sleep_for(40ms);
    EXPECT_EQ(passed, 1);
    EXPECT_TRUE(deadline.expired());
    deadline.expires_after(10ms);
    EXPECT_FALSE(deadline.expired());
    co_await sleep_for(40ms);
    EXPECT_EQ(passed, 2);
  });
}

TEST(Deadline, MovesLaterAndEarlierAndGoes) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    int passed = 0;
    auto deadline =
        std::make_unique<Deadline>(runtime.main_context().get_executor(), [&] { ++passed; });
    deadline->expires_after(20ms);
    deadline->expires_after(100ms);
    co_await sleep_for(50ms);
    EXPECT_EQ(passed, 0);
    co_await sleep_for(80ms);
    EXPECT_EQ(passed, 1);
    deadline->expires_after(1h);
    deadline->expires_after(10ms);
    co_await sleep_for(40ms);
    EXPECT_EQ(passed, 2);
    deadline->expires_after(10ms);
    deadline->clear();
    co_await sleep_for(40ms);
    EXPECT_EQ(passed, 2);
    deadline->expires_after(10ms);
    deadline.reset();
    co_await sleep_for(40ms);
    EXPECT_EQ(passed, 2);
  });
}

TEST(Deadline, TakesAsLongAsOneLikes) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    int passed = 0;
    Deadline deadline(runtime.main_context().get_executor(), [&] { ++passed; });
    deadline.expires_after(std::chrono::milliseconds::max());
    co_await sleep_for(20ms);
    EXPECT_EQ(passed, 0);
  });
}

TEST(Notification, WakesAllAndLosesNoChange) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    Notification changed(runtime.main_context());
    int woken = 0;
    const auto wait = [&]() -> Task<void> {
      const bool came = co_await changed.wait(0, 2s);
      EXPECT_TRUE(came);
      ++woken;
    };
    for (int i = 0; i < 3; ++i) spawn(runtime.main_context(), wait());
    co_await sleep_for(10ms);
    EXPECT_EQ(woken, 0);
    changed.notify();
    co_await sleep_for(10ms);
    EXPECT_EQ(woken, 3);
    const bool at_once = co_await changed.wait(0, 2s);
    EXPECT_TRUE(at_once);
    const bool late = co_await changed.wait(changed.version(), 10ms);
    EXPECT_FALSE(late);
  });
}

TEST(AsyncLock, GivesTurnsInOrder) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    AsyncLock lock(runtime.main_context().get_executor());
    std::vector<int> order;
    int inside = 0;
    const auto enter = [&](int number) -> Task<void> {
      co_await lock.acquire();
      EXPECT_EQ(++inside, 1);
      co_await sleep_for(1ms);
      --inside;
      order.push_back(number);
      lock.release();
    };
    for (int i = 0; i < 5; ++i) spawn(runtime.main_context(), enter(i));
    while (order.size() < 5) co_await sleep_for(1ms);
    EXPECT_THAT(order, ::testing::ElementsAre(0, 1, 2, 3, 4));
  });
}

TEST(AwaitCallback, ResumesOnItsOwnContext) {
  Runtime runtime(2);
  std::vector<std::thread> threads;
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    const auto own = std::this_thread::get_id();
    for (int i = 0; i < 20; ++i) {
      std::function<void(std::function<void(std::string)>)> start =
          [&](std::function<void(std::string)> done) {
            threads.emplace_back([done = std::move(done)] { done("value"); });
          };
      const std::string value = co_await await_callback<std::string>(std::move(start));
      EXPECT_EQ(value, "value");
      EXPECT_EQ(std::this_thread::get_id(), own);
    }
  });
  for (auto& thread : threads) thread.join();
}

TEST(AwaitCallback, TakesACallThatComesAtOnce) {
  Runtime runtime(1);
  run_blocking(runtime.main_context(), [&]() -> Task<void> {
    std::function<void(std::function<void(int)>)> start = [](std::function<void(int)> done) {
      done(7);
    };
    const int value = co_await await_callback<int>(std::move(start));
    EXPECT_EQ(value, 7);
  });
}

TEST(Post, RunsOnTheContext) {
  Runtime runtime(2);
  std::promise<std::thread::id> ran;
  post(*runtime.contexts()[1], [&] { ran.set_value(std::this_thread::get_id()); });
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

}  // namespace
}  // namespace berth::net
