// Finding a key among those of its user.
#include "services/iam/access_keys.h"

#include <fmt/format.h>

#include "services/iam/entities.h"

namespace berth::services::iam {

Fault no_such_access_key(std::string_view id) {
  return no_such_entity(fmt::format("The Access Key with id {} cannot be found.", id));
}

Result<store::AccessKeyRecord> requested_access_key(Context& context,
                                                    const std::optional<std::string>& user_name,
                                                    std::string_view id) {
  BERTH_ASSIGN(const store::UserRecord user, requested_user(context, user_name));
  auto key = store::find_access_key(context.tx, id);
  if (!key || key->user_id != user.id) return fail(no_such_access_key(id));
  return std::move(*key);
}

}  // namespace berth::services::iam
