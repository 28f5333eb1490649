// The connections that reads go through: one a thread, each read in a snapshot of its own.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/sqlite/connection.h"

namespace berth::store::sqlite {

/// Reader connections to one file. A thread keeps the connection that it used first, and gives it
/// back when it ends. Held by shared_ptr, so that threads can tell a store that is gone.
class Readers : public std::enable_shared_from_this<Readers> {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  /// A connection while a read runs on this thread.
  class Lease {
   public:
    explicit Lease(Readers& readers);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& connection() const { return *connection_; }

   private:
    Readers& readers_;
    Connection* connection_ = nullptr;
    bool* busy_ = nullptr;  ///< the thread's own connection; null where this is an additional one
  };

 private:
  struct ThreadSlots;
  static ThreadSlots& slots_of_thread();

  Connection* take();
  void give_back(Connection* connection);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection*> free_;
};

}  // namespace berth::store::sqlite
