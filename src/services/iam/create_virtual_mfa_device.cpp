// iam:CreateVirtualMFADevice: a device with a fresh seed, shown once, as text and as a picture.
#include <array>

#include <fmt/format.h>

#include "crypto/hash.h"
#include "crypto/one_time_code.h"
#include "services/entity_names.h"
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "services/iam/tags.h"
#include "services/qr_code.h"

namespace berth::services::iam {

Result<aws::iam::CreateVirtualMFADeviceResponse> create_virtual_mfa_device(
    Context& context, const aws::iam::CreateVirtualMFADeviceRequest& request) {
  BERTH_TRY(check_tags(request.tags));
  std::array<std::uint8_t, 40> bytes{};
  context.random.fill(bytes);
  const std::string_view seed(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  store::MfaDeviceRecord device;
  device.serial =
      iam_arn(context.account, "mfa", request.path.value_or("/"), *request.virtual_mfa_device_name);
  device.seed = Secret(crypto::base64_encode(seed));
  device.created_at_ms = to_epoch_ms(context.now);
  if (!store::insert_mfa_device(context.tx, device)) {
    return fail(Fault{"EntityAlreadyExists",
                      "MFADevice entity at the same path and name already exists.",
                      409,
                      {}});
  }
  BERTH_TRY(put_tags(context, device.serial, request.tags));
  aws::iam::CreateVirtualMFADeviceResponse response;
  response.virtual_mfa_device = shown_mfa_device(context, device);
  const std::string shown_seed = crypto::base32_encode(seed);
  response.virtual_mfa_device->base32_string_seed = shown_seed;
  const auto picture =
      QrCode::of(fmt::format("otpauth://totp/{}@{}?secret={}", *request.virtual_mfa_device_name,
                             context.account.str(), shown_seed));
  if (picture) response.virtual_mfa_device->qr_code_png = png_of(*picture);
  return response;
}

}  // namespace berth::services::iam
