// From a task's payload to Docker's create call, without Docker: the pure half of a start.
#pragma once

#include <string>

#include "agent/endpoints_mode.h"
#include "agent/settings.h"
#include "agent/task_record.h"
#include "aws/models/docker.h"
#include "base/random.h"
#include "base/result.h"

namespace berth::agent {

/// The labels by which an agent finds its containers again.
inline constexpr const char* kLabelCluster = "com.amazonaws.ecs.cluster";
inline constexpr const char* kLabelContainerName = "com.amazonaws.ecs.container-name";
inline constexpr const char* kLabelTaskArn = "com.amazonaws.ecs.task-arn";
inline constexpr const char* kLabelFamily = "com.amazonaws.ecs.task-definition-family";
inline constexpr const char* kLabelVersion = "com.amazonaws.ecs.task-definition-version";

/// "ecs-<family>-<revision>-<container>-<20 hex>", with what Docker does not take in names left
/// out.
std::string make_docker_name(const TaskRecord& task, const std::string& container, Random& random);

/// The name of the Docker volume that stands for a task's volume without a path on the host.
std::string docker_volume_name(const TaskRecord& task, const aws::acs::Volume& volume);

/// Image, command, environment, labels, limits, mounts and what `docker_config` brings. Links and
/// volumes of other containers are given by their Docker names, so those are created first. Fault
/// "CannotCreateContainerError" where the payload asks for what this agent does not do.
Result<aws::docker::ContainerCreateRequest> make_create_request(const TaskRecord& task,
                                                                const ContainerRecord& container,
                                                                const Settings& settings);

/// The network mode that a create request ends in: "default", "bridge", "host", "none", …
std::string network_mode_of(const aws::docker::ContainerCreateRequest& request);

/// Sets NAME=value in the request's environment where the definition has not set NAME.
void add_environment(aws::docker::ContainerCreateRequest& request, const std::string& name,
                     const std::string& value);

/// Ports, and the names of AWS where endpoints are transparent.
void add_network(aws::docker::ContainerCreateRequest& request,
                 const aws::acs::Container& definition, const EndpointsMode& endpoints);

/// The variables by which a container finds its credentials and metadata, and
/// AWS_ENDPOINT_URL where the mode asks for it.
void add_credentials(aws::docker::ContainerCreateRequest& request, const TaskRecord& task,
                     const ContainerRecord& container, const EndpointsMode& endpoints);

/// The read-only mount of the bundle at `host_path` and the variables that point at it.
void add_trust(aws::docker::ContainerCreateRequest& request, const std::string& host_path);

/// The stream of a container whose definition gives a prefix: "prefix/container/task id".
std::string log_stream_of(const TaskRecord& task, const aws::acs::Container& definition,
                          const std::string& prefix);

/// The id of the credentials that write its log: of the execution role where the definition and the
/// instance say so, else of the instance.
std::string log_credentials_of(const TaskRecord& task, const aws::acs::Container& definition,
                               const LogDelivery& logs);

/// The engine keeps the log on its disk, 256 MiB of it, for the agent to read and deliver (logs/).
void keep_log_for_agent(aws::docker::ContainerCreateRequest& request);

/// Where the engine's awslogs driver sends to and whose credentials it takes, unless the definition
/// says.
void add_log_delivery(aws::docker::ContainerCreateRequest& request, const TaskRecord& task,
                      const aws::acs::Container& definition, const LogDelivery& logs);

/// Where the bundle of roots is inside a container.
inline constexpr const char* kBundlePathInContainer = "/run/berth/ca-bundle.pem";

}  // namespace berth::agent
