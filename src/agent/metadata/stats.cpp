// Docker's statistics of several containers at once, asked on the agent's own io_context.
#include "agent/metadata/stats.h"

#include <memory>
#include <utility>

#include "aws/json_writer.h"
#include "net/await_callback.h"
#include "net/runtime.h"

namespace berth::agent {
namespace {

using Results = std::vector<Result<std::string>>;

/// Touched on one io_context only, once the calls have begun.
struct Gathering {
  const StatsOf& stats;
  std::vector<std::string> ids;
  Results results;
  std::size_t left;
  std::function<void(Results)> done;
};

net::Task<void> ask(std::shared_ptr<Gathering> gathering, std::size_t index) {
  auto result = co_await gathering->stats(gathering->ids[index]);
  gathering->results[index] = std::move(result);
  if (--gathering->left == 0) gathering->done(std::move(gathering->results));
}

}  // namespace

net::Task<Results> gather_stats(net::asio::io_context& context, const StatsOf& stats,
                                std::vector<std::string> ids) {
  if (ids.empty()) co_return Results();
  auto gathering = std::make_shared<Gathering>(Gathering{stats, std::move(ids), {}, 0, {}});
  gathering->left = gathering->ids.size();
  gathering->results.resize(gathering->left);
  std::function<void(std::function<void(Results)>)> start =
      [&context, gathering](std::function<void(Results)> done) {
        gathering->done = std::move(done);
        const auto count = gathering->ids.size();
        for (std::size_t i = 0; i < count; ++i) net::spawn(context, ask(gathering, i));
      };
  auto results = co_await net::await_callback<Results>(std::move(start));
  co_return results;
}

std::string join_stats(const std::vector<std::string>& ids, const Results& results) {
  aws::JsonWriter out;
  out.begin_object();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    out.key(ids[i]);
    if (results[i] && !results[i]->empty()) {
      out.raw(*results[i]);
    } else {
      out.null();
    }
  }
  out.end_object();
  return out.take();
}

}  // namespace berth::agent
