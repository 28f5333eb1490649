// What an installation is besides its store: files of the state dir, made at the first start.
#include "program/installation.h"

#include <cstdlib>

#include "base/file.h"
#include "services/access_key_ids.h"

namespace berth::program {
namespace {

constexpr std::size_t kSealingKeyBytes = 32;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

Result<cli::KeyPair> root_key_of(const std::string& state_dir, const AccountId& account,
                                 Random& random) {
  cli::KeyPair given{environment("BERTH_ROOT_ACCESS_KEY_ID"),
                     Secret(environment("BERTH_ROOT_SECRET_ACCESS_KEY"))};
  if (given.access_key_id.empty() != given.secret_access_key.empty()) {
    return fail(client_fault("InvalidOption",
                             "BERTH_ROOT_ACCESS_KEY_ID and "
                             "BERTH_ROOT_SECRET_ACCESS_KEY go together: set both "
                             "or none"));
  }
  auto kept = cli::read_credentials(state_dir);
  if (given.access_key_id.empty() && kept) return kept;
  if (given.access_key_id.empty() && kept.error().code != "NotFound") return fail(kept.error());
  if (given.access_key_id.empty()) {
    given.access_key_id = services::new_access_key_id(random, "AKIA", account);
    given.secret_access_key = Secret(random_base64_text(random, 40));
  }
  BERTH_TRY(cli::write_credentials(state_dir, given));
  return given;
}

Result<Secret> sealing_key_of(const std::string& state_dir, Random& random) {
  const std::string path = state_dir + "/sealing.key";
  auto kept = read_file(path);
  if (kept && kept->size() == kSealingKeyBytes) return Secret(std::move(*kept));
  if (kept) return fail(server_fault("IoError", path + " does not hold 32 bytes"));
  if (kept.error().code != "NotFound") return fail(kept.error());
  std::string key(kSealingKeyBytes, '\0');
  random.fill(std::span(reinterpret_cast<std::uint8_t*>(key.data()), key.size()));
  BERTH_TRY(write_file_atomically(path, key, 0600));
  return Secret(std::move(key));
}

}  // namespace

Result<Installation> open_installation(const std::string& state_dir, const AccountId& account,
                                       Random& random) {
  BERTH_ASSIGN(cli::KeyPair root_key, root_key_of(state_dir, account, random));
  BERTH_ASSIGN(Secret sealing_key, sealing_key_of(state_dir, random));
  return Installation{state_dir, std::move(root_key), std::move(sealing_key)};
}

}  // namespace berth::program
