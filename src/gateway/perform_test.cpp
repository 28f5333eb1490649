// A write is done as it was decided, or decided again.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing.h"
#include "store/iam/policies.h"

namespace berth::gateway {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Asks another authorizer, and after its first answer does what a test wants to happen then.
class InterruptedAuthorizer final : public services::Authorizer {
 public:
  explicit InterruptedAuthorizer(services::Authorizer& asked) : asked_(asked) {}

  Result<void> authorize(services::Context& context, std::string_view action,
                         std::string_view resource, const iam::ContextKeys& keys) override {
    auto allowed = asked_.authorize(context, action, resource, keys);
    ++questions;
    if (afterwards) std::exchange(afterwards, {})();
    return allowed;
  }
  iam::Outcome outcome_of(services::Context& context, std::string_view action,
                          std::string_view resource, const iam::ContextKeys& keys) override {
    return asked_.outcome_of(context, action, resource, keys);
  }
  Result<void> authorize_service_assume_role(services::Context& context, std::string_view service,
                                             std::string_view role_arn,
                                             std::string_view source_arn) override {
    return asked_.authorize_service_assume_role(context, service, role_arn, source_arn);
  }

  int questions = 0;
  std::function<void()> afterwards;

 private:
  services::Authorizer& asked_;
};

class PerformTest : public GatewayTest {
 protected:
  void SetUp() override {
    write([](store::Transaction& tx) {
      store::UserRecord ann;
      ann.id = kId;
      ann.name = "ann";
      store::insert_user(tx, ann);
      store::insert_access_key(tx, {kKey, ann.id, Secret("ann-secret")});
      store::put_inline_policy(
          tx, kId,
          {"p", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:*",)"
                R"("Resource":"*"}})"});
    });
    gateway_ = std::make_unique<Gateway>(GatewayParts{
        *store_, clock_, random_, account_, *finder_, interrupted_, tokens_,
        services::ServiceSettings{"http://127.0.0.1:4566"}, agents_, metrics_, verifier_});
  }
  void write(const std::function<void(store::Transaction&)>& body) {
    ASSERT_TRUE(store_->write_and_wait([&body](store::Transaction& tx) -> Result<void> {
      body(tx);
      return {};
    }));
  }
  std::string create_user(const std::string& name) {
    return ask(sign(form("Action=CreateUser&Version=2010-05-08&UserName=" + name), "iam",
                    aws::sigv4::Credentials{kKey, Secret("ann-secret"), Secret()}));
  }

  static constexpr const char* kId = "AIDAAAAAAAAAAAAAAAAAA";
  static constexpr const char* kKey = "AKIAANN0000000000000";
  InterruptedAuthorizer interrupted_{*authorizer_};
};

TEST_F(PerformTest, AWriteIsDecidedOnceWhereNothingHasChanged) {
  EXPECT_THAT(create_user("bob"), StartsWith("200 "));
  EXPECT_EQ(interrupted_.questions, 1);
}

TEST_F(PerformTest, AWriteIsDecidedAgainWhereIamHasChangedSince) {
  interrupted_.afterwards = [this] {
    write([](store::Transaction& tx) { store::delete_inline_policy(tx, kId, "p"); });
  };
  const std::string refused = create_user("bob");
  EXPECT_THAT(refused, StartsWith("403 "));
  EXPECT_THAT(refused, HasSubstr("because no identity-based policy allows the iam:CreateUser"));
  EXPECT_EQ(interrupted_.questions, 2);
  write([](store::Transaction& tx) { EXPECT_FALSE(store::find_user(tx, "bob")); });
}

}  // namespace
}  // namespace berth::gateway
