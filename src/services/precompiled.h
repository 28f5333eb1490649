// The headers that all services stand on, compiled once.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "aws/models/ecs.h"
#include "aws/models/iam.h"
#include "aws/models/logs.h"
#include "aws/models/sts.h"
#include "base/clock.h"
#include "base/result.h"
#include "services/context.h"
#include "services/operation.h"
#include "store/transaction.h"
