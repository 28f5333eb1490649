// How an operation is put into its service's registry: one line, checked at compile time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "aws/operation.h"
#include "base/result.h"
#include "iam/request.h"
#include "services/context.h"

namespace berth::services {

enum class Access {
  kRead,   ///< runs in a read snapshot
  kWrite,  ///< runs in the writer's transaction; answered after its commit
};

/// One thing that the caller must be allowed: `action` on `resource` in `context`. An empty action
/// is the operation's own ("ecs:RunTask").
struct Target {
  std::string action;
  std::string resource;
  berth::iam::ContextKeys context;
};
using Targets = std::vector<Target>;

/// What a request says to prove a second factor; nothing or both.
struct MfaProof {
  std::optional<std::string> serial;
  std::optional<std::string> code;
};

/// An operation that Berth serves: the model's row and the one function that does it.
struct Operation {
  const aws::OperationRow& (*row)();
  Access access;
  std::shared_ptr<void> (*make_input)();
  Result<Targets> (*targets)(Context&, const void* input);
  /// The output structure, to be encoded by row().output.
  Result<std::shared_ptr<void>> (*run)(Context&, const void* input);
  /// Which is proved, and used up, before the operation is authorised.
  MfaProof (*mfa_proof)(const void* input);
};

/// The registry line of operation `Op` (a struct of aws/models/<service>.h's `ops`), done by `Run`
/// — `Result<Op::Output> run(Context&, const Op::Input&)` — where `TargetsOf` —
/// `Result<Targets> targets(Context&, const Op::Input&)` — names what the caller must be allowed.
template <class Op, auto Run, auto TargetsOf>
constexpr Operation serve(Access access) {
  using Input = typename Op::Input;
  using Output = typename Op::Output;
  static_assert(std::is_invocable_r_v<Result<Output>, decltype(Run), Context&, const Input&>,
                "the function does not fit the operation's input and output");
  static_assert(std::is_invocable_r_v<Result<Targets>, decltype(TargetsOf), Context&, const Input&>,
                "the targets' function does not fit the operation's input");
  return Operation{&Op::row,
                   access,
                   [] { return std::shared_ptr<void>(std::make_shared<Input>()); },
                   [](Context& context, const void* input) {
                     return Result<Targets>(TargetsOf(context, *static_cast<const Input*>(input)));
                   },
                   [](Context& context, const void* input) -> Result<std::shared_ptr<void>> {
                     auto output = Run(context, *static_cast<const Input*>(input));
                     if (!output) return fail(std::move(output.error()));
                     return std::shared_ptr<void>(std::make_shared<Output>(std::move(*output)));
                   },
                   [](const void* input) {
                     MfaProof proof;
                     if constexpr (requires(const Input& each) { each.token_code; }) {
                       const auto& request = *static_cast<const Input*>(input);
                       proof = {request.serial_number, request.token_code};
                     }
                     static_cast<void>(input);
                     return proof;
                   }};
}

/// The operations that a service serves: registry.cpp of each folder. Those of the model that are
/// not in the list are answered as unknown.
std::span<const Operation> ecs_operations();
std::span<const Operation> iam_operations();
std::span<const Operation> sts_operations();
std::span<const Operation> logs_operations();
std::span<const Operation> berth_operations();

/// "Any": for actions that know no resource. Use as TargetsOf.
template <class Input>
Result<Targets> on_any_resource(Context&, const Input&) {
  return Targets{Target{"", "*", {}}};
}

/// For operations that AWS lets every authenticated caller make (sts:GetCallerIdentity).
template <class Input>
Result<Targets> always_allowed(Context&, const Input&) {
  return Targets{};
}

}  // namespace berth::services
