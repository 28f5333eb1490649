// Records of ECS in one include: the tasks' way from RunTask to the agent.
#pragma once

#include "store/ecs/clusters.h"
#include "store/ecs/container_instances.h"
#include "store/ecs/task_definitions.h"
#include "store/ecs/tasks.h"
