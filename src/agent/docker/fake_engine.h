// For tests: a Docker Engine that holds containers in name only and does as it is told.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/docker/image_reference.h"
#include "agent/eventually.h"
#include "aws/json_codec.h"
#include "aws/models/docker.h"
#include "net/testing.h"

namespace berth::agent::test_support {

/// Speaks the engine's API in raw JSON on a port of 127.0.0.1. Calls are noted as "create app",
/// "start app", "stop app 30", "pull busybox:latest", …, where "app" is the container's name in its
/// task (its label), or else Docker's. Thread-safe.
class FakeEngine {
 public:
  struct Container {
    std::string id;
    std::string name;   ///< Docker's
    std::string label;  ///< com.amazonaws.ecs.container-name, or `name`
    std::string image;
    std::string status = "created";
    int exit_code = 0;
    bool oom_killed = false;
    std::string health;
    aws::docker::ContainerCreateRequest request;
  };

  FakeEngine() : server_([this](net::HttpRequest request) { return serve(std::move(request)); }) {}
  ~FakeEngine() { over_ = true; }

  std::string url() const { return server_.url(); }
  net::Origin origin() const { return net::Origin::parse(url()).value(); }

  /// From now on the call ("create" or "create app") is refused with the engine's message.
  void refuse(const std::string& call, int status, const std::string& message) {
    const std::scoped_lock lock(mutex_);
    refused_[call] = {status, {}, "{\"message\":" + quoted(message) + "}"};
  }
  /// The pull begins well, and its progress ends with an error.
  void refuse_in_stream(const std::string& image, const std::string& message) {
    const std::scoped_lock lock(mutex_);
    stream_errors_[image] = message;
  }
  void allow(const std::string& call) {
    const std::scoped_lock lock(mutex_);
    refused_.erase(call);
  }

  /// From now on the call is noted, and neither done nor answered.
  void hang(const std::string& call) {
    const std::scoped_lock lock(mutex_);
    hung_.insert(call);
  }
  /// What hung is done and answered now; or without `done` it is answered 500 and not done.
  void release(const std::string& call, bool done = true) {
    {
      const std::scoped_lock lock(mutex_);
      if (!done) given_up_.insert(call);
      hung_.erase(call);
    }
    eventually([&] {
      const std::scoped_lock lock(mutex_);
      return given_up_.count(call) == 0;
    });
  }

  void add_image(const std::string& image) {
    const std::scoped_lock lock(mutex_);
    images_.insert(full_name(image));
  }

  /// The container's process ends.
  void exit(const std::string& label, int code, bool oom_killed = false) {
    const std::scoped_lock lock(mutex_);
    end(*find_locked(label), code, oom_killed);
    calls_.push_back("exit " + label);
  }
  void set_health(const std::string& label, const std::string& health) {
    const std::scoped_lock lock(mutex_);
    Container* container = find_locked(label);
    container->health = health;
    add_event("health_status: " + health, container->id);
  }
  /// Somebody else removes it.
  void lose(const std::string& label) {
    const std::scoped_lock lock(mutex_);
    const std::string id = find_locked(label)->id;
    containers_.erase(id);
    add_event("destroy", id);
  }

  std::optional<Container> container(const std::string& label) {
    const std::scoped_lock lock(mutex_);
    const Container* found = find_locked(label);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  std::string status(const std::string& label) {
    const auto found = container(label);
    return found ? found->status : "gone";
  }
  std::vector<std::string> calls() {
    const std::scoped_lock lock(mutex_);
    return calls_;
  }
  std::size_t count(const std::string& call) {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::count(calls_.begin(), calls_.end(), call));
  }
  bool called(const std::string& call) { return count(call) != 0; }

 private:
  /// A request taken apart: "/v1.41/containers/x/start?t=1" is {"containers", "x", "start"}.
  struct Call {
    std::string method;
    std::vector<std::string> path;
    std::map<std::string, std::string> query;
    std::string body;
  };

  static std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') result += '\\';
      result += c;
    }
    return result + '"';
  }

  static std::string decoded(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size()) {
        result += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
        i += 2;
      } else {
        result += text[i];
      }
    }
    return result;
  }

  static std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= text.size();) {
      const auto to = std::min(text.find(at, from), text.size());
      if (to > from) parts.push_back(text.substr(from, to - from));
      from = to + 1;
    }
    return parts;
  }

  static Call taken_apart(net::HttpRequest request) {
    Call call{std::move(request.method), {}, {}, std::move(request.body)};
    const auto mark = std::min(request.target.find('?'), request.target.size());
    for (auto& part : split(request.target.substr(0, mark), '/'))
      call.path.push_back(decoded(part));
    if (!call.path.empty() && call.path.front().rfind("v1.", 0) == 0) {
      call.path.erase(call.path.begin());
    }
    if (mark == request.target.size()) return call;
    for (const auto& part : split(request.target.substr(mark + 1), '&')) {
      const auto equals = part.find('=');
      call.query[part.substr(0, equals)] = decoded(part.substr(equals + 1));
    }
    return call;
  }

  static std::string full_name(const std::string& image) {
    const auto reference = ImageReference::parse(image);
    const bool digest = reference.tag.find(':') != std::string::npos;
    return reference.name + (digest ? "@" : ":") + reference.tag;
  }

  static net::HttpResponse answer(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
  }
  static net::HttpResponse not_found(const std::string& what) {
    return answer(404, "{\"message\":" + quoted("No such " + what) + "}");
  }

  Container* find_locked(const std::string& which) {
    for (auto& [id, each] : containers_) {
      if (id == which || each.name == which || each.label == which) return &each;
    }
    return nullptr;
  }

  void add_event(const std::string& action, const std::string& id) {
    events_.push_back("{\"Type\":\"container\",\"Action\":" + quoted(action) +
                      ",\"Actor\":{\"ID\":" + quoted(id) + "},\"time\":1760000000}\n");
  }

  void end(Container& container, int code, bool oom_killed) {
    container.status = "exited";
    container.exit_code = code;
    container.oom_killed = oom_killed;
    add_event("die", container.id);
  }

  net::Task<net::HttpAnswer> serve(net::HttpRequest request) {
    const Call call = taken_apart(std::move(request));
    if (call.path == std::vector<std::string>{"events"}) {
      std::string events = co_await next_events();
      co_return answer(200, std::move(events));
    }
    const auto names = noted(call);
    for (const auto& name : names) {
      while (hangs(name) && !over_) co_await net::sleep_for(std::chrono::milliseconds(2));
    }
    const std::scoped_lock lock(mutex_);
    for (const auto& name : names) {
      if (given_up_.erase(name) != 0) co_return answer(500, "{}");
      const auto refused = refused_.find(name);
      if (refused != refused_.end()) co_return refused->second;
    }
    co_return perform(call);
  }

  /// The stream ends with what it told: a client asks again.
  net::Task<std::string> next_events() {
    for (;;) {
      if (over_) co_return "";
      std::string told = untold();
      if (!told.empty()) co_return told;
      co_await net::sleep_for(std::chrono::milliseconds(2));
    }
  }
  std::string untold() {
    const std::scoped_lock lock(mutex_);
    std::string told;
    for (; events_told_ < events_.size(); ++events_told_) told += events_[events_told_];
    return told;
  }

  bool hangs(const std::string& name) {
    const std::scoped_lock lock(mutex_);
    return hung_.count(name) != 0;
  }

  /// Writes the call down; gives back the names under which it may be refused or hang.
  std::vector<std::string> noted(const Call& call) {
    const std::scoped_lock lock(mutex_);
    const std::string& what = call.path.front();
    const std::string& last = call.path.back();
    std::string verb = last;
    std::string target;
    if (what == "images" && last == "create") {
      verb = "pull";
      target = full_name(pulled_name(call));
    } else if (what == "containers" && last == "create") {
      target = label_of(call);
    } else if (what == "containers" && call.path.size() > 1) {
      if (call.path.size() == 2) verb = call.method == "DELETE" ? "remove" : "list";
      if (last == "json") verb = call.path.size() == 2 ? "list" : "inspect";
      const Container* found = find_locked(call.path[1]);
      target = found != nullptr ? found->label : call.path[1];
    } else if (what == "volumes") {
      verb = "remove-volume";
      target = last;
    }
    std::string note = target.empty() ? verb : verb + " " + target;
    const auto grace = call.query.find("t");
    const bool looks = verb == "inspect" || verb == "json";
    if (!looks)
      calls_.push_back(verb == "stop" && grace != call.query.end() ? note + " " + grace->second
                                                                   : note);
    return {verb, std::move(note)};
  }

  static std::string pulled_name(const Call& call) {
    const std::string tag = call.query.at("tag");
    const bool digest = tag.find(':') != std::string::npos;
    return call.query.at("fromImage") + (digest ? "@" : ":") + tag;
  }
  static std::string label_of(const Call& call) {
    const auto request = aws::decode_json<aws::docker::ContainerCreateRequest>(call.body);
    if (request && request->labels) {
      const auto label = request->labels->find("com.amazonaws.ecs.container-name");
      if (label != request->labels->end()) return label->second;
    }
    return call.query.count("name") != 0 ? call.query.at("name") : "";
  }

  net::HttpResponse perform(const Call& call) {
    const std::string& what = call.path.front();
    if (what == "_ping") return {200, {}, "OK"};
    if (what == "version") {
      return answer(200, R"({"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"})");
    }
    if (what == "info") {
      return answer(200, R"({"NCPU":2,"MemTotal":4294967296,"Architecture":"x86_64"})");
    }
    if (what == "images") return call.path.back() == "create" ? pull(call) : image(call);
    if (what == "volumes") return answer(204, "");
    if (what != "containers") return not_found("path");
    if (call.path.back() == "create") return create(call);
    if (call.path.size() == 2 && call.path.back() == "json") return list(call);
    Container* found = find_locked(call.path[1]);
    if (found == nullptr) return not_found("container: " + call.path[1]);
    return on_container(call, *found);
  }

  net::HttpResponse pull(const Call& call) {
    const std::string name = full_name(pulled_name(call));
    std::string progress = "{\"status\":\"Pulling from " + name + "\"}\r\n";
    const auto error = stream_errors_.find(name);
    if (error != stream_errors_.end()) {
      const std::string text = quoted(error->second);
      progress += "{\"errorDetail\":{\"message\":" + text + "},\"error\":" + text + "}\r\n";
      return answer(200, std::move(progress));
    }
    images_.insert(name);
    return answer(200, progress + "{\"status\":\"Status: Downloaded\"}\r\n");
  }

  net::HttpResponse image(const Call& call) {
    std::string name;
    for (std::size_t i = 1; i + 1 < call.path.size(); ++i) name += "/" + call.path[i];
    name = full_name(name.substr(1));
    if (images_.count(name) == 0) return not_found("image: " + name);
    return answer(200, "{\"Id\":" + quoted("sha256:" + name) + ",\"RepoDigests\":[" +
                           quoted(name.substr(0, name.find(':')) + "@sha256:d1") + "]}");
  }

  net::HttpResponse create(const Call& call) {
    auto request = aws::decode_json<aws::docker::ContainerCreateRequest>(call.body);
    if (!request) return answer(400, "{\"message\":" + quoted(request.error().message) + "}");
    Container container;
    container.name = call.query.at("name");
    if (find_locked(container.name) != nullptr) {
      return answer(
          409, "{\"message\":" +
                   quoted("Conflict. The container name " + container.name + " is already in use") +
                   "}");
    }
    container.id = std::to_string(++created_);
    container.id.insert(0, 64 - container.id.size(), 'c');
    container.label = label_of(call);
    container.image = request->image.value_or("");
    container.request = std::move(*request);
    std::string body = "{\"Id\":" + quoted(container.id) + ",\"Warnings\":[]}";
    containers_[container.id] = std::move(container);
    return answer(201, std::move(body));
  }

  net::HttpResponse list(const Call& call) {
    const std::string filters = call.query.count("filters") != 0 ? call.query.at("filters") : "";
    std::string items;
    for (const auto& [id, each] : containers_) {
      bool wanted = true;
      for (const auto& [key, value] :
           each.request.labels.value_or(std::map<std::string, std::string>())) {
        if (filters.find(key + "=") == std::string::npos) continue;
        wanted = wanted && filters.find(key + "=" + value + "\"") != std::string::npos;
      }
      if (!wanted) continue;
      items += (items.empty() ? "" : ",") +
               ("{\"Id\":" + quoted(id) + ",\"Names\":[" + quoted("/" + each.name) + "]}");
    }
    return answer(200, "[" + items + "]");
  }

  net::HttpResponse on_container(const Call& call, Container& container) {
    if (call.method == "DELETE") {
      containers_.erase(std::string(container.id));
      return answer(204, "");
    }
    const std::string& verb = call.path.back();
    if (verb == "start") {
      if (container.status == "running") return answer(304, "");
      container.status = "running";
      add_event("start", container.id);
      return answer(204, "");
    }
    if (verb == "stop" || verb == "kill") {
      if (container.status != "running") return answer(verb == "stop" ? 304 : 409, "");
      end(container, verb == "stop" ? 143 : 137, false);
      return answer(204, "");
    }
    if (verb == "stats") return answer(200, R"({"read":"2026-11-24T08:44:11Z"})");
    if (verb == "json") return answer(200, inspected(container));
    return not_found("path");
  }

  static std::string inspected(const Container& container) {
    const bool started = container.status != "created";
    const bool runs = container.status == "running";
    const char* never = "\"0001-01-01T00:00:00Z\"";
    std::string state = "{\"Status\":" + quoted(container.status);
    state += std::string(",\"Running\":") + (runs ? "true" : "false");
    state += std::string(",\"OOMKilled\":") + (container.oom_killed ? "true" : "false");
    state += ",\"Pid\":" + std::string(runs ? "4711" : "0");
    state += ",\"ExitCode\":" + std::to_string(container.exit_code) + ",\"Error\":\"\"";
    state += std::string(",\"StartedAt\":") + (started ? "\"2026-11-24T08:00:00.5Z\"" : never);
    state +=
        std::string(",\"FinishedAt\":") + (started && !runs ? "\"2026-11-24T08:01:00Z\"" : never);
    if (!container.health.empty())
      state += ",\"Health\":{\"Status\":" + quoted(container.health) + "}";
    return "{\"Id\":" + quoted(container.id) + ",\"Name\":" + quoted("/" + container.name) +
           ",\"State\":" + state + "},\"NetworkSettings\":{\"Networks\":{\"bridge\":{" +
           "\"IPAddress\":" + quoted(runs ? "172.17.0.2" : "") + "}},\"Ports\":{}}}";
  }

  std::atomic<bool> over_ = false;
  std::mutex mutex_;
  std::map<std::string, Container> containers_;
  std::set<std::string> images_;
  std::map<std::string, net::HttpResponse> refused_;
  std::map<std::string, std::string> stream_errors_;
  std::set<std::string> hung_;
  std::set<std::string> given_up_;
  std::vector<std::string> calls_;
  std::vector<std::string> events_;
  std::size_t events_told_ = 0;
  int created_ = 0;
  net::test_support::TestServer server_;
};

}  // namespace berth::agent::test_support
