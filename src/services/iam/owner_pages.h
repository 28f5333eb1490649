// The lists that hang on a user, group, role or policy, a page at a time: what every such
// operation does once it has found whose list is asked for.
#pragma once

#include <string_view>

#include "services/iam/owners.h"
#include "services/iam/paging.h"
#include "services/iam/tags.h"
#include "store/iam/policies.h"

namespace berth::services::iam {

/// The names of the inline policies of the entity with unique id `owner_id`.
template <class Response, class Request>
Result<Response> inline_policy_page(Context& context, std::string_view owner_id,
                                    const Request& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto policies = store::list_inline_policies(context.tx, owner_id, page.after, page.wanted());
  Response response;
  cut_page(page, policies, response, [](const auto& each) { return each.name; });
  auto& shown = response.policy_names.emplace();
  for (const auto& each : policies) shown.push_back(each.name);
  return response;
}

/// The managed policies that an owner has, within the path of the request.
template <class Response, class Request>
Result<Response> attached_policy_page(Context& context, const Owner& owner,
                                      const Request& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  Response response;
  auto attached = attached_policies(context, owner, request.path_prefix.value_or("/"));
  std::erase_if(attached, [&page](const auto& each) { return *each.policy_arn <= page.after; });
  cut_page(page, attached, response, [](const auto& each) { return *each.policy_arn; });
  response.attached_policies = std::move(attached);
  return response;
}

/// The tags of the entity with unique id `owner_id`.
template <class Response, class Request>
Result<Response> tag_page(Context& context, std::string_view owner_id, const Request& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  auto tags = shown_tags(context, owner_id);
  const auto position = [owner_id](const auto& tag) { return tag_position(owner_id, *tag.key); };
  std::erase_if(
      tags, [&](const auto& tag) { return !page.after.empty() && position(tag) <= page.after; });
  Response response;
  cut_page(page, tags, response, position);
  response.tags = std::move(tags);
  return response;
}

}  // namespace berth::services::iam
