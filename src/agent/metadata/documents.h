// A task and its containers as the metadata endpoint shows them.
#pragma once

#include <string>

#include "agent/task_record.h"
#include "aws/models/agent.h"

namespace berth::agent {

/// Which metadata endpoint: what later ones added is absent from earlier ones. V2 shows no networks
/// (they are those of awsvpc); V4 adds launch type, log driver and the container's ARN.
enum class MetadataVersion { kV2 = 2, kV3 = 3, kV4 = 4 };

/// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-response.html
/// `cluster` goes into the labels. What is not known is absent.
aws::agent::MetadataContainer container_document(const TaskRecord& task,
                                                 const ContainerRecord& container,
                                                 const std::string& cluster,
                                                 MetadataVersion version);

/// The task with those of its containers that Docker has created.
aws::agent::MetadataTask task_document(const TaskRecord& task, const std::string& cluster,
                                       MetadataVersion version);

/// "2026-11-24T02:44:11.5Z": RFC 3339 with the fraction that there is, as Go prints times.
std::string go_time(std::int64_t epoch_ms);

}  // namespace berth::agent
