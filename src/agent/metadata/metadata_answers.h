// What the metadata paths answer, once it is clear that the caller may ask.
#pragma once

#include <string>

#include "agent/credentials/route.h"
#include "agent/metadata/stats.h"
#include "agent/task_directory.h"
#include "net/asio.h"
#include "net/http.h"

namespace berth::agent {

/// What a metadata route asks about.
struct MetadataQuestion {
  Route route;
  ServedContainer served;  ///< the container, or any of the task's
  const std::string& cluster;
  net::asio::io_context& main_context;
  const StatsOf& stats;
};

/// Whether the route is answered from what is known, without the engine.
bool is_document(const Route& route);

/// A container's or a task's document.
net::HttpResponse document_answer(const MetadataQuestion& question);

/// Docker's statistics of a container, or of a task's containers by Docker id. The question's
/// references outlive it.
net::Task<net::HttpResponse> stats_answer(MetadataQuestion question);

/// The container agent's error for an endpoint id that it does not know: 500 of v3, 404 of v4.
net::HttpResponse unknown_endpoint_id(const Route& route);
/// Of v2, for a caller that is no task: 400.
net::HttpResponse unknown_address(const std::string& address);
/// Of v2, for a Docker id that is not the task's: 400.
net::HttpResponse unknown_container(const Route& route);
/// Ours: the id belongs to another task, 403.
net::HttpResponse foreign_endpoint_id(const Route& route);

}  // namespace berth::agent
