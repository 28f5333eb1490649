// What a task asks of a container instance, and what instances have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "doctor/evidence.h"

namespace berth::doctor {

using Instance = aws::ecs::ContainerInstance;

/// The instance registered with this attribute.
bool has_attribute(const Instance& instance, const std::string& name);
bool is_active(const Instance& instance);
/// "instance ID", as findings name it.
std::string instance_label(const Instance& instance);

/// The attribute without which no credentials are served in the definition's network mode; empty
/// where the definition has no role, or no network.
std::string role_attribute(const Evidence& evidence);

/// What the instance lacks for the definition, as RunTask's failures spell it: "RESOURCE:MEMORY",
/// "RESOURCE:CPU", "RESOURCE:PORTS"; nothing where it is enough.
std::optional<std::string> lacking_resource(const Evidence& evidence, const Instance& instance);

/// The instance's agent is Berth's own.
bool is_berth_agent(const Instance& instance);

/// Is the version of the real agent lower than `major`.`minor`? Nothing where it is not the real
/// agent, or no version.
std::optional<bool> agent_is_older(const Instance& instance, int major, int minor);

}  // namespace berth::doctor
