// See identity_providers.h.
#include "services/iam/identity_providers.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/time_format.h"
#include "services/entity_names.h"
#include "services/iam/entities.h"

namespace berth::services::iam {
namespace {

constexpr std::size_t kClientIdsMax = 100;
constexpr std::size_t kThumbprintsMax = 5;
constexpr std::chrono::hours kSamlGoodFor{24 * 365 * 100};

Fault invalid_url(std::string_view more) {
  return client_fault("InvalidInput", fmt::format("Invalid Open ID Connect Provider URL.{}", more));
}

/// "127.0.0.1" of "127.0.0.1:8080/path"
std::string_view host_of(std::string_view name) {
  name = name.substr(0, name.find('/'));
  if (!name.empty() && name.front() == '[') return name.substr(0, name.find(']') + 1);
  return name.substr(0, name.find(':'));
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

/// The value of an XML attribute of the root element, as far as metadata need it: no entities.
std::optional<std::string> attribute_of(std::string_view element, std::string_view name) {
  const std::size_t at = element.find(fmt::format(" {}=", name));
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t quote = at + name.size() + 2;
  if (quote >= element.size()) return std::nullopt;
  const std::size_t end = element.find(element[quote], quote + 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(element.substr(quote + 1, end - quote - 1));
}

}  // namespace

Result<std::string> oidc_provider_name(const std::string& url) {
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string::npos) {
    return fail(client_fault("ValidationError", "Invalid Open ID Connect Provider URL"));
  }
  const std::string scheme = url.substr(0, scheme_end);
  const std::string name = url.substr(scheme_end + 3);
  const std::string_view host = host_of(name);
  const bool here = is_this_machine(host);
  if (scheme != "https" && !(scheme == "http" && here)) {
    return fail(invalid_url(" The URL must begin with https://."));
  }
  const std::size_t path = std::min(name.find('/'), name.size());
  const bool has_port = name.substr(host.size(), path - host.size()) != "";
  const bool odd = name.find_first_of("?#@ \t\r\n") != std::string::npos;
  if (host.empty() || odd || (has_port && !here)) return fail(invalid_url(""));
  return name;
}

Result<void> check_client_ids(const std::vector<std::string>& client_ids) {
  if (client_ids.size() <= kClientIdsMax) return {};
  return fail(Fault{
      "LimitExceeded",
      fmt::format("Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {}", kClientIdsMax),
      409,
      {}});
}

Result<std::vector<std::string>> accepted_thumbprints(std::vector<std::string> thumbprints) {
  if (thumbprints.size() > kThumbprintsMax) {
    return fail(client_fault("InvalidInput", "Thumbprint list must contain fewer than 5 entries."));
  }
  for (std::string& each : thumbprints) {
    for (char& c : each) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return thumbprints;
}

Result<store::OidcProviderRecord> require_oidc_provider(Context& context, std::string_view arn) {
  auto provider = store::find_oidc_provider(context.tx, arn);
  if (provider) return std::move(*provider);
  return fail(no_such_entity(fmt::format("OpenIDConnect Provider not found for arn {}", arn)));
}

Result<store::SamlProviderRecord> require_saml_provider(Context& context, std::string_view arn) {
  auto provider = store::find_saml_provider(context.tx, arn);
  if (provider) return std::move(*provider);
  return fail(no_such_entity(fmt::format("Manifest not found for arn {}", arn)));
}

std::string saml_provider_arn(const Context& context, std::string_view name) {
  return iam_arn(context.account, "saml-provider", "/", name);
}

Result<TimePoint> checked_saml_metadata(const std::string& document, TimePoint now) {
  const std::string_view text(document);
  const std::size_t named = text.find("EntityDescriptor");
  const std::size_t begin = named == std::string_view::npos ? named : text.rfind('<', named);
  const std::size_t end = begin == std::string_view::npos ? begin : text.find('>', named);
  const auto element =
      end == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin);
  if (!attribute_of(element, "entityID")) {
    return fail(client_fault("InvalidInput", "Could not parse metadata"));
  }
  const auto stated = attribute_of(element, "validUntil");
  if (!stated) return now + kSamlGoodFor;
  const auto until = parse_iso8601(*stated);
  if (until && *until > now) return *until;
  return fail(client_fault("InvalidInput", "The metadata document has expired."));
}

Result<void> refuse_saml_keys(const std::optional<std::string>& private_key) {
  if (!private_key) return {};
  return fail(client_fault("InvalidInput", "Keys for encrypted assertions are not supported."));
}

}  // namespace berth::services::iam
