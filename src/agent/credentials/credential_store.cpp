// The credentials that containers ask for, by the id in their environment.
#include "agent/credentials/credential_store.h"

#include <mutex>
#include <utility>

#include "aws/json_codec.h"
#include "aws/models/agent.h"

namespace berth::agent {
namespace {

Secret encode_body(const aws::acs::IAMRoleCredentials& credentials) {
  aws::agent::EndpointCredentials body;
  body.role_arn = credentials.role_arn.value_or("");
  body.access_key_id = credentials.access_key_id.value_or("");
  body.secret_access_key = credentials.secret_access_key.value_or("");
  body.token = credentials.session_token.value_or("");
  body.expiration = credentials.expiration.value_or("");
  Secret encoded(aws::encode_json(body));
  const Secret secret_key_wiped(std::move(*body.secret_access_key));
  const Secret token_wiped(std::move(*body.token));
  return encoded;
}

}  // namespace

void CredentialStore::expect(const std::string& id, const std::string& task_arn, CredentialsOf of) {
  if (id.empty()) return;
  auto entry = std::make_shared<const StoredCredentials>(StoredCredentials{task_arn, of, nullptr});
  const std::unique_lock lock(mutex_);
  by_id_.emplace(id, std::move(entry));
}

void CredentialStore::put(const aws::acs::IAMRoleCredentials& credentials,
                          const std::string& task_arn, CredentialsOf of) {
  if (credentials.credentials_id.value_or("").empty()) return;
  std::shared_ptr<const StoredCredentials> entry = std::make_shared<const StoredCredentials>(
      StoredCredentials{task_arn, of, std::make_shared<const Secret>(encode_body(credentials))});
  const std::unique_lock lock(mutex_);
  // What was there goes, wiped, after the lock.
  by_id_[*credentials.credentials_id].swap(entry);
}

void CredentialStore::forget_task(const std::string& task_arn) {
  if (task_arn.empty()) return;
  const std::unique_lock lock(mutex_);
  for (auto entry = by_id_.begin(); entry != by_id_.end();) {
    entry = entry->second->task_arn == task_arn ? by_id_.erase(entry) : std::next(entry);
  }
}

std::shared_ptr<const StoredCredentials> CredentialStore::find(std::string_view id) const {
  const std::shared_lock lock(mutex_);
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

}  // namespace berth::agent
