// The engine's events lead to what has happened to containers.
#include "agent/engine_events.h"

#include "agent/task_engine_fixture.h"

namespace berth::agent {
namespace {

using test_support::eventually;

class EngineEventsTest : public test_support::TaskEngineFixture {
 protected:
  ~EngineEventsTest() override { kill(); }

  void follow() {
    run_->on_context([this] {
      net::spawn(run_->context(), follow_engine_events(run_->context(), run_->docker(),
                                                       run_->engine(), run_->clock(), stopped_));
      return 0;
    });
  }

  bool stopped_ = false;
};

TEST_F(EngineEventsTest, AnEndIsSeen) {
  follow();
  take("t", R"([{"name":"app","image":"i"}])");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  docker_.exit("app", 6);
  EXPECT_EQ(reports(2).back(), "t STOPPED (Essential container in task exited) app:STOPPED=6");
}

TEST_F(EngineEventsTest, WhatHappenedBeforeIsSeenToo) {
  take("t", R"([{"name":"app","image":"i"}])");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  docker_.exit("app", 6);
  follow();
  EXPECT_EQ(reports(2).back(), "t STOPPED (Essential container in task exited) app:STOPPED=6");
}

TEST_F(EngineEventsTest, HealthIsSeen) {
  take("t", R"([{"name":"app","image":"i"}])");
  ASSERT_TRUE(comes_to("t", Status::kRunning));
  follow();
  docker_.set_health("app", "unhealthy");
  EXPECT_TRUE(eventually([&] { return record("t")->containers[0].health == "unhealthy"; }));
}

}  // namespace
}  // namespace berth::agent
