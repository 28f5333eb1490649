// The headers that the gateway and the agents' sessions stand on, compiled once for each.
#pragma once

#include "net/precompiled.h"
#include "services/precompiled.h"
