// How evidence is asked for: one signed call with the caller's ordinary credentials, kept with its
// question, and several of them at once.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "client/aws_client.h"
#include "doctor/evidence.h"
#include "net/asio.h"

namespace berth::doctor {

/// A client for a region; it outlives the diagnosis. Fault where the endpoint's URL is none.
using ClientOf = std::function<Result<client::AwsClient*>(const std::string& region)>;

/// What every collector has. Outlives its coroutines.
struct Asking {
  net::asio::io_context& context;
  ClientOf client_of;
  const Clock& clock;
};

/// Where IAM is signed for, in AWS's own partition; other endpoints take any region.
inline constexpr const char* kIamRegion = "us-east-1";

/// Asks one question. `about` names its subject ("web:3") in the evidence.
template <class Op>
net::Task<Asked<typename Op::Output>> ask(const Asking& asking, std::string region,
                                          std::string about, typename Op::Input input) {
  Asked<typename Op::Output> asked;
  asked.question = std::string(Op::row().service) + ":" + std::string(Op::row().name);
  if (!about.empty()) asked.question += " " + about;
  asked.at = asking.clock.now();
  auto client = asking.client_of(region);
  if (!client) {
    asked.refusal = client.error();
    co_return asked;
  }
  auto answer = co_await (*client)->template call<Op>(std::move(input));
  if (answer) {
    asked.answer = std::move(*answer);
  } else {
    asked.refusal = answer.error();
  }
  co_return asked;
}

/// The same question with a part of its answer; `part` gives it.
template <class To, class From, class Part>
Asked<To> part_of(Asked<From> asked, Part part) {
  Asked<To> to;
  to.question = std::move(asked.question);
  to.refusal = std::move(asked.refusal);
  to.at = asked.at;
  if (asked.answer) to.answer = part(*asked.answer);
  return to;
}

/// Starts all at once and returns when the last has ended.
net::Task<void> side_by_side(net::asio::io_context& context, std::vector<net::Task<void>> tasks);

}  // namespace berth::doctor
