// iam:ListVirtualMFADevices: all devices of the account, assigned ones or others.
#include "services/iam/mfa_devices.h"
#include "services/iam/operations.h"
#include "services/iam/paging.h"

namespace berth::services::iam {
namespace {

constexpr int kAllDevices = 100'000;

}  // namespace

Result<aws::iam::ListVirtualMFADevicesResponse> list_virtual_mfa_devices(
    Context& context, const aws::iam::ListVirtualMFADevicesRequest& request) {
  BERTH_ASSIGN(const Page page, page_of(request));
  const std::string status = request.assignment_status.value_or("Any");
  auto devices = store::list_mfa_devices(context.tx, page.after, kAllDevices);
  std::erase_if(devices, [&status](const auto& device) {
    return status != "Any" && device.user_id.has_value() != (status == "Assigned");
  });
  aws::iam::ListVirtualMFADevicesResponse response;
  cut_page(page, devices, response, [](const auto& device) { return device.serial; });
  auto& shown = response.virtual_mfa_devices.emplace();
  for (const auto& device : devices) shown.push_back(shown_mfa_device(context, device));
  for (auto& each : shown) each.tags.reset();
  return response;
}

}  // namespace berth::services::iam
