// docs/compatibility.md is what the registries and the models say: the test that keeps it so, and,
// with BERTH_WRITE_DOCS=1 in the environment, the one that writes it.
#include <cstdlib>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "aws/service_model.h"
#include "base/file.h"
#include "services/operation.h"

namespace berth::services {
namespace {

constexpr const char* kPath = BERTH_DOCS "/compatibility.md";

constexpr const char* kTop =
    "# Compatibility\n"
    "\n"
    "Every operation of the APIs that Berth speaks, and whether it is served; one that is not is\n"
    "refused as unknown: `UnknownOperationException`, or `InvalidAction` of IAM and STS.\n"
    "\n"
    "This page is made from the registries (`src/services/*/registry.cpp`) and the models\n"
    "(`model/*.json`): `BERTH_WRITE_DOCS=1 build/services_test --gtest_filter='Compatibility*'`.\n";

struct Service {
  const aws::ServiceModel* model;
  std::set<std::string_view> served;
};

Service service_of(const char* name, std::span<const Operation> operations) {
  Service service{aws::find_service_model(name), {}};
  for (const Operation& operation : operations) service.served.insert(operation.row().name);
  return service;
}

std::vector<Service> all_services() {
  return {service_of("ecs", ecs_operations()), service_of("iam", iam_operations()),
          service_of("logs", logs_operations()), service_of("sts", sts_operations()),
          service_of("berth", berth_operations())};
}

std::string table_of(const Service& service) {
  std::string text =
      fmt::format("\n## {} (`{}`): {} of {}\n\n| operation | served |\n| --- | --- |\n",
                  service.model->full_name, service.model->name, service.served.size(),
                  service.model->operations.size());
  std::set<std::string_view> names;
  for (const aws::OperationRow* operation : service.model->operations) {
    names.insert(operation->name);
  }
  for (const std::string_view name : names) {
    text += fmt::format("| {} | {} |\n", name, service.served.contains(name) ? "yes" : "–");
  }
  return text;
}

std::string page() {
  std::string text = kTop;
  for (const Service& service : all_services()) text += table_of(service);
  return text;
}

TEST(Compatibility, PageIsWhatTheRegistriesSay) {
  const std::string now = page();
  if (const char* write = std::getenv("BERTH_WRITE_DOCS"); write != nullptr && *write == '1') {
    ASSERT_TRUE(write_file_atomically(kPath, now, 0644));
  }
  const auto written = read_file(kPath);
  ASSERT_TRUE(written) << written.error().message;
  EXPECT_TRUE(*written == now) << kPath << " is stale. Make it anew: BERTH_WRITE_DOCS=1 "
                               << "services_test --gtest_filter='Compatibility*'";
}

TEST(Compatibility, RegistriesNameEachOperationOfTheirServiceOnce) {
  const auto check = [](const char* name, std::span<const Operation> operations) {
    std::set<std::string_view> names;
    for (const Operation& operation : operations) {
      EXPECT_EQ(operation.row().service, name) << operation.row().name;
      EXPECT_TRUE(names.insert(operation.row().name).second) << operation.row().name;
      EXPECT_NE(aws::find_operation(*aws::find_service_model(name), operation.row().name), nullptr);
    }
  };
  check("ecs", ecs_operations());
  check("iam", iam_operations());
  check("logs", logs_operations());
  check("sts", sts_operations());
  check("berth", berth_operations());
}

TEST(Compatibility, EveryServiceOfTheModelsIsOnThePage) {
  std::set<std::string_view> names;
  for (const Service& service : all_services()) names.insert(service.model->name);
  for (const aws::ServiceModel* model : aws::service_models()) {
    EXPECT_TRUE(names.contains(model->name)) << model->name;
  }
}

}  // namespace
}  // namespace berth::services
