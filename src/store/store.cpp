// Finds the engine that a store's URL names.
#include "store/store.h"

#include <future>

#include <fmt/format.h>

#include "store/sqlite/sqlite_store.h"

namespace berth::store {

Result<void> Store::write_and_wait(Job job) {
  std::promise<Result<void>> promise;
  auto durable = promise.get_future();
  write(std::move(job),
        [&promise](Result<void> outcome) { promise.set_value(std::move(outcome)); });
  return durable.get();
}

Result<std::shared_ptr<Store>> open_store(const std::string& url) {
  constexpr std::string_view kSqlite = "sqlite:/";
  if (url.compare(0, kSqlite.size(), kSqlite) == 0) {
    return sqlite::open_sqlite(url.substr(kSqlite.size() - 1));
  }
  // The URL may hold a password: the message names its scheme only.
  return fail(
      client_fault("UnsupportedStore", fmt::format("State cannot be kept in this store ({}): write "
                                                   "sqlite:/absolute/path.db.",
                                                   url.substr(0, url.find(':')))));
}

}  // namespace berth::store
