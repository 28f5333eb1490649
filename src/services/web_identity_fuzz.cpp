// Fuzzing of what comes unsigned from anywhere: tokens, and the key sets of providers.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/web_identity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace berth;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = input.find('\n');
  const auto token = services::parse_web_identity_token(input.substr(0, line));
  const auto keys = services::IdentityKeys::parse(
      line == std::string_view::npos ? input : input.substr(line + 1));
  if (!token) return 0;
  store::OidcProviderRecord provider;
  provider.client_ids = {"app", ""};
  static_cast<void>(services::checked_claims(*token, provider, from_epoch_ms(1'760'000'000'000)));
  if (keys && (*keys)->has_key_for(*token)) static_cast<void>((*keys)->verify(*token));
  return 0;
}
