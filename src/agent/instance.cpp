// Joins a cluster as the container agent does, the way of every AWS client.
#include "agent/instance.h"

#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/time_format.h"

namespace berth::agent {
namespace {

constexpr const char* kDefaultCluster = "default";
/// Long-lived keys have no end; the log driver is told one, so that it asks again.
constexpr std::chrono::hours kKeysTold{1};

std::string endpoint_of(const Settings& settings) {
  if (!settings.backend_host.empty()) return settings.backend_host;
  return fmt::format("https://ecs.{}.amazonaws.com", settings.region);
}

bool cluster_is_missing(const Fault& fault) {
  return fault.code == "ClusterNotFoundException" ||
         (fault.code == "ClientException" && fault.message == "Cluster not found.");
}

Result<void> check_attributes(const aws::ecs::RegisterContainerInstanceRequest& sent,
                              const aws::ecs::ContainerInstance& answered) {
  const auto have = answered.attributes.value_or(std::vector<aws::ecs::Attribute>());
  for (const auto& attribute : *sent.attributes) {
    const bool kept = std::any_of(have.begin(), have.end(), [&](const auto& each) {
      return each.name == attribute.name && each.value.value_or("") == attribute.value.value_or("");
    });
    if (kept) continue;
    return fail(server_fault("AttributeMissing", "the control plane did not take the attribute " +
                                                     attribute.name.value_or("")));
  }
  return {};
}

}  // namespace

bool is_final(const Fault& fault) {
  return fault.http_status >= 400 && fault.http_status < 500 && fault.http_status != 429 &&
         fault.code != "ThrottlingException";
}

Result<std::unique_ptr<Instance>> Instance::make(InstanceParts parts) {
  if (parts.settings.region.empty()) {
    return fail(client_fault("InvalidSetting", "the region is not known: set AWS_DEFAULT_REGION"));
  }
  std::unique_ptr<Instance> instance(new Instance(std::move(parts)));
  const auto& mine = instance->parts_;
  client::AwsClientOptions options;
  options.url = endpoint_of(mine.settings);
  options.region = mine.settings.region;
  options.user_agent = "berth-agent";
  auto client = client::AwsClient::make(
      mine.context, std::move(options), [self = instance.get()] { return self->keys(); },
      mine.clock);
  if (!client) {
    return fail(client_fault("InvalidSetting", "ECS_BACKEND_HOST: " + client.error().message));
  }
  instance->client_ = std::move(*client);
  return instance;
}

net::Task<Result<client::SessionKeys>> Instance::keys() {
  const TimePoint now = parts_.clock.now();
  if (session_ && now < renew_at_) co_return *session_;
  auto found = co_await parts_.credentials();
  if (!found) co_return fail(found.error());
  session_.reset();
  if (found->expires_at) {
    session_ = *found;
    renew_at_ = now + (*found->expires_at - now) / 2;
  }
  co_return std::move(*found);
}

net::Task<Result<void>> Instance::offer_to_engine(CredentialStore& store) {
  auto found = co_await keys();
  if (!found) co_return fail(found.error());
  aws::acs::IAMRoleCredentials credentials;
  credentials.credentials_id = parts_.state.instance_credentials_id;
  credentials.role_arn = found->role_arn;
  credentials.access_key_id = found->keys.access_key_id;
  credentials.secret_access_key = std::string(found->keys.secret_access_key.reveal());
  credentials.session_token = std::string(found->keys.session_token.reveal());
  credentials.expiration =
      format_iso8601(found->expires_at.value_or(parts_.clock.now() + kKeysTold));
  store.put(credentials, std::string(), CredentialsOf::kInstance);
  co_return Result<void>();
}

net::Task<Result<void>> Instance::register_with(InstanceFacts facts) {
  const auto& settings = parts_.settings;
  auto request = make_registration(settings, facts, parts_.state.container_instance_arn);
  auto answer = co_await client_->call<aws::ecs::ops::RegisterContainerInstance>(request);
  if (!answer && cluster_is_missing(answer.error()) && settings.cluster == kDefaultCluster) {
    aws::ecs::CreateClusterRequest create;
    create.cluster_name = kDefaultCluster;
    auto created = co_await client_->call<aws::ecs::ops::CreateCluster>(create);
    if (!created) co_return fail(created.error());
    auto again = co_await client_->call<aws::ecs::ops::RegisterContainerInstance>(request);
    answer = std::move(again);
  }
  if (!answer) co_return fail(answer.error());
  const auto instance = answer->container_instance.value_or(aws::ecs::ContainerInstance());
  if (const auto kept = check_attributes(request, instance); !kept) co_return fail(kept.error());
  parts_.state.container_instance_arn = instance.container_instance_arn.value_or("");
  parts_.state.cluster = settings.cluster;
  spdlog::info("registered as {}", parts_.state.container_instance_arn);
  co_return parts_.save();
}

}  // namespace berth::agent
