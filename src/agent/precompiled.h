// The headers that the agent stands on, compiled once.
#pragma once

#include "aws/json_codec.h"
#include "aws/models/acs.h"
#include "aws/models/docker.h"
#include "aws/models/ecs.h"
#include "net/precompiled.h"
