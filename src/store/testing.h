// A store for tests: in a folder of its own that goes with it.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <stdlib.h>

#include "store/store.h"

namespace berth::store {

/// A folder under the temporary one, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "berth-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A new, empty store with the newest schema, as production opens it.
class TemporaryStore {
 public:
  TemporaryStore() : url_("sqlite:" + folder_.path() + "/berth.db") { open(); }

  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }
  const std::string& folder() const { return folder_.path(); }

  /// As after a restart.
  void reopen() {
    store_.reset();
    open();
  }

 private:
  void open() {
    auto opened = open_store(url_);
    if (!opened) throw std::runtime_error(opened.error().message);
    store_ = std::move(*opened);
  }

  TemporaryFolder folder_;
  std::string url_;
  std::shared_ptr<Store> store_;
};

}  // namespace berth::store
