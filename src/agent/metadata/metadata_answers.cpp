// What the metadata paths answer, once it is clear that the caller may ask.
#include "agent/metadata/metadata_answers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "agent/credentials/answers.h"
#include "agent/metadata/documents.h"
#include "aws/json_codec.h"

namespace berth::agent {
namespace {

using What = Route::What;

bool is_of_task(const Route& route) {
  return route.what == What::kTask || route.what == What::kTaskStats;
}

/// "V4 container metadata handler"
std::string handler_name(const Route& route) {
  return "V" + std::to_string(route.version) + (is_of_task(route) ? " task " : " container ") +
         (is_document(route) ? "metadata" : "stats") + " handler: ";
}

net::HttpResponse no_stats(const Route& route, const ServedContainer& served) {
  const auto text = is_of_task(route)
                        ? "Unable to get task stats for: " + served.task->arn
                        : "Unable to get container stats for: " + served.container->docker_id;
  return answers::metadata_error(route.version == 2 ? 400 : 500, text);
}

std::vector<std::string> ids_asked_for(const MetadataQuestion& question) {
  if (!is_of_task(question.route)) return {question.served.container->docker_id};
  std::vector<std::string> ids;
  for (const auto& container : question.served.task->containers) {
    if (!container.docker_id.empty()) ids.push_back(container.docker_id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

bool is_document(const Route& route) {
  return route.what == What::kContainer || route.what == What::kTask;
}

net::HttpResponse document_answer(const MetadataQuestion& question) {
  const auto version = static_cast<MetadataVersion>(question.route.version);
  const auto& [task, container] = question.served;
  if (question.route.what == What::kTask) {
    return answers::json(aws::encode_json(task_document(*task, question.cluster, version)));
  }
  return answers::json(
      aws::encode_json(container_document(*task, *container, question.cluster, version)));
}

net::Task<net::HttpResponse> stats_answer(MetadataQuestion question) {
  const auto ids = ids_asked_for(question);
  auto results = co_await gather_stats(question.main_context, question.stats, ids);
  const bool some = std::any_of(results.begin(), results.end(),
                                [](const auto& result) { return result.has_value(); });
  if (!some) co_return no_stats(question.route, question.served);
  if (is_of_task(question.route)) co_return answers::json(join_stats(ids, results));
  co_return answers::json(std::move(*results.front()));
}

net::HttpResponse unknown_endpoint_id(const Route& route) {
  const std::string what = route.what == What::kContainer
                               ? "unable to get container ID from request: unable to get docker ID"
                               : "unable to get task arn from request: unable to get task Arn";
  // It is the "v3 endpoint ID" of v4 as well.
  return answers::metadata_error(route.version == 3 ? 500 : 404,
                                 handler_name(route) + what + " from v3 endpoint ID: " + route.id);
}

net::HttpResponse unknown_address(const std::string& address) {
  return answers::metadata_error(
      400, "Unable to get task arn from request: unable to associate '" + address + "' with task");
}

net::HttpResponse unknown_container(const Route& route) {
  return answers::metadata_error(
      400, is_document(route) ? "Unable to generate metadata for container '" + route.id + "'"
                              : "Unable to get container stats for: " + route.id);
}

net::HttpResponse foreign_endpoint_id(const Route& route) {
  return answers::metadata_error(403, handler_name(route) + "the id belongs to another task");
}

}  // namespace berth::agent
