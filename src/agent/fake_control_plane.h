// For tests: a stand-in control plane, written from the agent's protocol in raw JSON.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "agent/eventually.h"
#include "net/http_server.h"
#include "net/runtime.h"
#include "net/web_socket.h"

namespace berth::agent::test_support {

inline constexpr const char* kInstanceArn =
    "arn:aws:ecs:us-west-2:123456789012:container-instance/default/i1";

/// Answers the agent's calls of ECS and opens its command channel. Thread-safe.
class FakeControlPlane {
 public:
  FakeControlPlane()
      : server_(runtime_.contexts(), {},
                [this](net::HttpRequest request) { return serve(std::move(request)); }) {
    url_ = "http://127.0.0.1:" + std::to_string(server_.listen("127.0.0.1", 0).value_or(0));
  }
  ~FakeControlPlane() { server_.stop(std::chrono::milliseconds(100)); }

  const std::string& url() const { return url_; }

  /// The next call of the operation gets this answer; "ws" is the upgrade.
  void answer_once(const std::string& operation, int status, const std::string& body) {
    const std::scoped_lock lock(mutex_);
    answers_[operation].push_back({status, {}, body});
  }

  /// The bodies of the calls of one operation.
  std::vector<std::string> calls(const std::string& operation) {
    const std::scoped_lock lock(mutex_);
    return calls_[operation];
  }
  /// The operations in the order of their calls.
  std::vector<std::string> order() {
    const std::scoped_lock lock(mutex_);
    return order_;
  }
  /// The requests to open a channel, refused ones too.
  std::vector<net::HttpRequest> upgrades() {
    const std::scoped_lock lock(mutex_);
    return upgrades_;
  }
  /// So many channels have been opened.
  bool opens(std::size_t count) {
    return eventually([&] {
      const std::scoped_lock lock(mutex_);
      return opened_ >= count;
    });
  }

  /// Sends one frame through the channel that was opened last.
  void send(const std::string& frame) {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      net::WebSocket socket = *socket_;
      auto sent = co_await socket.write(frame);
      static_cast<void>(sent);
    });
  }
  /// Ends that channel, in order or not.
  void close() {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      net::WebSocket socket = *socket_;
      co_await socket.close();
    });
  }
  void drop() {
    net::run_blocking(runtime_.main_context(), [&]() -> net::Task<void> {
      socket_->abort();
      co_return;
    });
  }

  /// The next frame from the agent, of whichever channel; "none" where none comes.
  std::string next_frame() {
    std::string frame = "none";
    eventually([&] {
      const std::scoped_lock lock(mutex_);
      if (frames_.empty()) return false;
      frame = std::move(frames_.front());
      frames_.pop_front();
      return true;
    });
    return frame;
  }

 private:
  net::Task<net::HttpAnswer> serve(net::HttpRequest request) {
    const bool opens = request.target.rfind("/ws?", 0) == 0;
    const std::string target(request.header("X-Amz-Target").value_or("none"));
    const std::string operation = opens ? "ws" : target.substr(target.find('.') + 1);
    const std::scoped_lock lock(mutex_);
    order_.push_back(operation);
    calls_[operation].push_back(request.body);
    if (opens) upgrades_.push_back(request);
    auto& answers = answers_[operation];
    if (!answers.empty()) {
      net::HttpResponse answer = std::move(answers.front());
      answers.pop_front();
      co_return answer;
    }
    if (opens) {
      co_return net::WebSocketUpgrade{
          [this](net::WebSocket socket) { return talk(std::move(socket)); }};
    }
    co_return net::HttpResponse{200, {}, usual_answer(operation, request.body)};
  }

  std::string usual_answer(const std::string& operation, const std::string& body) const {
    if (operation == "RegisterContainerInstance") {
      const auto from = body.find("\"attributes\":[");
      const auto to = body.find(']', from);
      return std::string("{\"containerInstance\":{\"containerInstanceArn\":\"") + kInstanceArn +
             "\"," + body.substr(from, to - from) + "]}}";
    }
    if (operation == "DiscoverPollEndpoint") {
      return "{\"endpoint\":\"" + url_ + "/\",\"telemetryEndpoint\":\"" + url_ + "/\"}";
    }
    return R"({"acknowledgment":"ok"})";
  }

  net::Task<void> talk(net::WebSocket socket) {
    socket_ = socket;
    note_opened();
    for (;;) {
      auto frame = co_await socket.read(std::chrono::minutes(1));
      if (!frame) break;
      note_frame(std::move(*frame));
    }
  }
  void note_opened() {
    const std::scoped_lock lock(mutex_);
    ++opened_;
  }
  void note_frame(std::string frame) {
    const std::scoped_lock lock(mutex_);
    frames_.push_back(std::move(frame));
  }

  std::mutex mutex_;
  std::map<std::string, std::deque<net::HttpResponse>> answers_;
  std::map<std::string, std::vector<std::string>> calls_;
  std::vector<std::string> order_;
  std::vector<net::HttpRequest> upgrades_;
  std::deque<std::string> frames_;
  std::size_t opened_ = 0;
  std::string url_;
  net::Runtime runtime_{1};
  std::optional<net::WebSocket> socket_;  // used on the runtime's context only
  net::HttpServer server_;
};

}  // namespace berth::agent::test_support
