// The return type of everything that can fail: see fault.h.
#pragma once

#include <utility>

#include <tl/expected.hpp>

#include "base/fault.h"

namespace berth {

/// A value, or the fault that is the answer instead. Exceptions stay at library boundaries.
template <class T>
using Result = tl::expected<T, Fault>;

/// `return fail(client_fault(...));` in a function that returns a Result.
inline tl::unexpected<Fault> fail(Fault fault) {
  return tl::unexpected<Fault>(std::move(fault));
}

}  // namespace berth

/// Returns from the enclosing function with the fault of `expression`, if it has one.
#define BERTH_TRY(expression)                                                       \
  do {                                                                              \
    if (auto berth_try_result = (expression); !berth_try_result) {                  \
      return ::tl::unexpected<::berth::Fault>(std::move(berth_try_result.error())); \
    }                                                                               \
  } while (false)

#define BERTH_CONCAT_INNER(a, b) a##b
#define BERTH_CONCAT(a, b) BERTH_CONCAT_INNER(a, b)

/// `BERTH_ASSIGN(auto role, find_role(...));`: declares or assigns the value, or returns the fault.
#define BERTH_ASSIGN(target, expression)                           \
  auto BERTH_CONCAT(berth_result_, __LINE__) = (expression);       \
  if (!BERTH_CONCAT(berth_result_, __LINE__)) {                    \
    return ::tl::unexpected<::berth::Fault>(                       \
        std::move(BERTH_CONCAT(berth_result_, __LINE__).error())); \
  }                                                                \
  target = std::move(*BERTH_CONCAT(berth_result_, __LINE__))

/// The same inside a coroutine that returns a Result.
#define BERTH_CO_ASSIGN(target, expression)                        \
  auto BERTH_CONCAT(berth_result_, __LINE__) = (expression);       \
  if (!BERTH_CONCAT(berth_result_, __LINE__)) {                    \
    co_return ::tl::unexpected<::berth::Fault>(                    \
        std::move(BERTH_CONCAT(berth_result_, __LINE__).error())); \
  }                                                                \
  target = std::move(*BERTH_CONCAT(berth_result_, __LINE__))
