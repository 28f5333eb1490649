// The steps of the schema, one function a file of this folder.
#pragma once

#include "store/migrations.h"

namespace berth::store {

Migration migration_0001_iam();

}  // namespace berth::store
