// The SQLite that Berth runs with.
#include "store/sqlite/library_version.h"

#include <sqlite3.h>

namespace berth::store {

std::string library_version() {
  return sqlite3_libversion();
}

}  // namespace berth::store
