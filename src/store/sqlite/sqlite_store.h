// The SQLite engine behind store.h.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "store/migrations.h"
#include "store/sqlite/writer.h"
#include "store/store.h"

namespace berth::store::sqlite {

/// Opens the file at `path`, made with mode 0600 where it is not there, and brings it to the newest
/// of `migrations`. Faults as of open_store.
Result<std::shared_ptr<Store>> open_sqlite(const std::string& path,
                                           std::span<const Migration> migrations = all_migrations(),
                                           WriterLimits limits = {});

}  // namespace berth::store::sqlite
