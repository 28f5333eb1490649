// From a request's target to what it asks for: the paths that the container agent serves.
#pragma once

#include <string>
#include <string_view>

namespace berth::agent {

struct Route {
  enum class What {
    kNothing,         ///< 404
    kMoved,           ///< the path is not clean: 301 to `id`
    kCredentials,     ///< /v1/credentials?id=<id>, /v2/credentials/<id>
    kContainer,       ///< /v3/<id>, /v4/<id>, /v2/metadata/<docker id>
    kTask,            ///< /v3/<id>/task and …/taskWithTags, the same of v4, /v2/metadata
    kContainerStats,  ///< /v3/<id>/stats, /v4/<id>/stats, /v2/stats/<docker id>
    kTaskStats,       ///< /v3/<id>/task/stats, /v4/<id>/task/stats, /v2/stats
  };
  What what = What::kNothing;
  int version = 0;
  std::string id;  ///< may be empty; decoded, so it may hold any bytes

  bool operator==(const Route&) const = default;
};

/// Takes a target apart as Go's net/url and gorilla/mux do: percent signs decoded, dots and doubled
/// slashes cleaned by a redirect that keeps the query. Pure.
Route parse_route(std::string_view target);

/// The route's path without ids, for logs: "/v2/credentials", "/v4", "/".
std::string_view path_for_logs(const Route& route);

}  // namespace berth::agent
