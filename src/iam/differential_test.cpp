// The engine against the naive evaluator on random cases. BERTH_DIFFERENTIAL_CASES says how many
// (./test --full: a million); a case in which they differ is shrunk and printed as a line for
// `berth policy evaluate`.
#include <cstdlib>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "iam/naive_testing.h"
#include "iam/policy_case.h"
#include "iam/random_case_testing.h"

namespace berth::iam {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kChoicesMax = 160;
constexpr int kCasesDefault = 20'000;

rc::Seq<Bytes> shrinks_of(const Bytes& bytes) {
  return rc::seq::concat(rc::shrink::removeChunks(bytes),
                         rc::shrink::eachElement(bytes, [](std::uint8_t byte) {
                           return rc::shrink::towards<std::uint8_t>(byte, 0);
                         }));
}

/// As many choices as a case of the usual size makes; made at once, since a million are wanted.
rc::Gen<Bytes> choices() {
  return [](const rc::Random& seed, int) {
    rc::Random random = seed;
    Bytes bytes(kChoicesMax);
    for (std::size_t i = 0; i < bytes.size(); i += 8) {
      std::uint64_t word = random.next();
      for (std::size_t j = 0; j < 8; ++j, word >>= 8) {
        bytes[i + j] = static_cast<std::uint8_t>(word);
      }
    }
    return rc::shrinkable::shrinkRecur(std::move(bytes),
                                       [](const Bytes& made) { return shrinks_of(made); });
  };
}

int cases_wanted() {
  const char* const text = std::getenv("BERTH_DIFFERENTIAL_CASES");
  return text == nullptr ? kCasesDefault : std::atoi(text);
}

TEST(Differential, EngineAndNaiveEvaluatorAgree) {
  PolicyCaseReader reader([](const std::string&) { return nullptr; });
  std::map<std::string, int> outcomes;
  const auto agrees = [&] {
    Choices made(*choices());
    const std::string line = random_case(made);
    const auto read = reader.read(line);
    if (!read) RC_FAIL(read.error().message + ": " + line);
    const std::string engine = to_text(evaluate(read->request, read->policies).outcome);
    const std::string naive = naive::decide(aws::parse_json(line).value(), nullptr);
    ++outcomes[engine];
    if (engine != naive) RC_FAIL("engine " + engine + ", naive " + naive + ": " + line);
  };
  rc::detail::TestParams params = rc::detail::configuration().testParams;
  params.maxSuccess = cases_wanted();
  const auto result = rc::detail::checkTestable(agrees, rc::detail::TestMetadata(), params);
  rc::detail::printResultMessage(result, std::cerr);
  std::cerr << '\n';
  EXPECT_TRUE(result.template is<rc::detail::SuccessResult>());
  // A generator that makes only one kind of case would prove nothing.
  for (const char* const outcome : {"Allowed", "ImplicitlyDenied", "ExplicitlyDenied"}) {
    std::cerr << fmt::format("{}: {}\n", outcome, outcomes[outcome]);
    EXPECT_GT(outcomes[outcome], cases_wanted() / 50) << outcome;
  }
}

}  // namespace
}  // namespace berth::iam
