// The load client of bench/run: one request over and over on some connections for some seconds, and
// what came of it as one line of JSON.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "load/connection.h"
#include "load/signed_request.h"

namespace {

using namespace berth::bench;
using Clock = Connection::Clock;

struct Options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string body_file;
  unsigned connections = 1;
  double seconds = 1;
  bool show = false;
  RequestOptions request;
};

struct Outcome {
  std::vector<double> latencies_ms;
  std::size_t refused = 0;  ///< answers other than 200
  std::string first_refusal;
  double seconds = 0;
};

double milliseconds(Clock::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

/// Every connection has one request under way until the time is over.
class Load {
 public:
  explicit Load(const Options& options) : options_(options), request_(options.request) {
    poll_ = epoll_create1(EPOLL_CLOEXEC);
    for (unsigned i = 0; i < options.connections; ++i) {
      connections_.push_back(std::make_unique<Connection>(poll_, options.address, options.port));
    }
  }
  ~Load() { close(poll_); }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  Outcome run() {
    const auto began = Clock::now();
    const auto length = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(options_.seconds));
    for (const auto& connection : connections_) connection->send(request_.bytes());
    under_way_ = connections_.size();
    while (under_way_ > 0) wait(Clock::now() - began < length);
    outcome_.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    return std::move(outcome_);
  }

 private:
  void wait(bool go_on) {
    epoll_event events[64];
    const int count = epoll_wait(poll_, events, 64, 10'000);
    if (count == 0) throw std::runtime_error("no answer for ten seconds");
    for (int i = 0; i < count; ++i) {
      auto& connection = *static_cast<Connection*>(events[i].data.ptr);
      if (!connection.receive()) continue;
      note(connection);
      if (go_on) {
        connection.send(request_.bytes());
      } else {
        connection.finish();
        --under_way_;
      }
    }
  }

  void note(const Connection& connection) {
    outcome_.latencies_ms.push_back(milliseconds(connection.latency()));
    if (connection.status() == 200) return;
    if (outcome_.refused++ == 0) outcome_.first_refusal = connection.answer();
  }

  const Options& options_;
  SignedRequest request_;
  int poll_ = -1;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::size_t under_way_ = 0;
  Outcome outcome_;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(Outcome outcome) {
  auto& all = outcome.latencies_ms;
  std::sort(all.begin(), all.end());
  const auto at = [&all](double part) {
    return all.at(
        std::min(all.size() - 1, static_cast<std::size_t>(part * static_cast<double>(all.size()))));
  };
  fmt::print(
      R"({{"requests":{},"refused":{},"seconds":{:.4f},"p50_ms":{:.4f},"p99_ms":{:.4f},"client_cpu_s":{:.4f}}})"
      "\n",
      all.size(), outcome.refused, outcome.seconds, at(0.5), at(0.99), cpu_seconds());
  if (outcome.refused > 0) std::cerr << outcome.first_refusal << '\n';
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("--address", options.address, "IPv4 address")->capture_default_str();
  app.add_option("--port", options.port)->required();
  app.add_option("--connections", options.connections)->capture_default_str();
  app.add_option("--seconds", options.seconds)->capture_default_str();
  app.add_option("--method", options.request.method)->capture_default_str();
  app.add_option("--path", options.request.path)->capture_default_str();
  app.add_option("--service", options.request.service, "to be signed for; none: unsigned");
  app.add_option("--region", options.request.region)->capture_default_str();
  app.add_option("--target", options.request.target, "X-Amz-Target; none: a Query body");
  app.add_option("--body", options.body_file, "file");
  app.add_flag("--show", options.show, "send one request and print the answer");
}

std::string of_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

int run(Options& options) {
  options.request.host = fmt::format("{}:{}", options.address, options.port);
  options.request.credentials = {of_environment("AWS_ACCESS_KEY_ID"),
                                 berth::Secret(of_environment("AWS_SECRET_ACCESS_KEY")),
                                 berth::Secret(of_environment("AWS_SESSION_TOKEN"))};
  if (!options.body_file.empty()) {
    std::ifstream file(options.body_file, std::ios::binary);
    options.request.body.assign(std::istreambuf_iterator<char>(file), {});
  }
  if (options.show) {
    SignedRequest request(options.request);
    const int poll = epoll_create1(EPOLL_CLOEXEC);
    Connection connection(poll, options.address, options.port);
    connection.send(request.bytes());
    while (!connection.receive()) usleep(200);
    std::cout << connection.answer() << '\n';
    return connection.status() == 200 ? 0 : 1;
  }
  print(Load(options).run());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Sends one signed request over and over. Keys come from AWS_ACCESS_KEY_ID and such.");
  Options options;
  add_options(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "load: " << error.what() << '\n';
    return 1;
  }
}
