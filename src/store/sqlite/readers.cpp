// Threads come and go and so do stores (in tests): neither may leave the other a dangling pointer.
#include "store/sqlite/readers.h"

#include <algorithm>

namespace berth::store::sqlite {

/// What one thread holds of each open store.
struct Readers::ThreadSlots {
  struct Slot {
    std::weak_ptr<Readers> owner;
    const Readers* key;
    Connection* connection;
    std::unique_ptr<bool> busy;
  };
  std::vector<Slot> slots;

  ~ThreadSlots() {
    for (const Slot& slot : slots) {
      if (const auto readers = slot.owner.lock()) readers->give_back(slot.connection);
    }
  }
};

Readers::ThreadSlots& Readers::slots_of_thread() {
  thread_local ThreadSlots slots;
  return slots;
}

Connection* Readers::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Connection* const connection = free_.back();
      free_.pop_back();
      return connection;
    }
  }
  auto opened = std::make_unique<Connection>(path_, Connection::Mode::kReader);
  const std::lock_guard lock(mutex_);
  all_.push_back(std::move(opened));
  return all_.back().get();
}

void Readers::give_back(Connection* connection) {
  const std::lock_guard lock(mutex_);
  free_.push_back(connection);
}

Readers::Lease::Lease(Readers& readers) : readers_(readers) {
  auto& slots = slots_of_thread().slots;
  auto found = std::find_if(slots.begin(), slots.end(), [&readers](const auto& slot) {
    return slot.key == &readers && !slot.owner.expired();
  });
  if (found == slots.end()) {
    std::erase_if(slots, [](const auto& slot) { return slot.owner.expired(); });
    slots.push_back(
        {readers.weak_from_this(), &readers, readers.take(), std::make_unique<bool>(false)});
    found = std::prev(slots.end());
  }
  if (*found->busy) {
    connection_ = readers.take();  // a read inside a read
    return;
  }
  connection_ = found->connection;
  busy_ = found->busy.get();
  *busy_ = true;
}

Readers::Lease::~Lease() {
  if (busy_ != nullptr) {
    *busy_ = false;
  } else {
    readers_.give_back(connection_);
  }
}

}  // namespace berth::store::sqlite
