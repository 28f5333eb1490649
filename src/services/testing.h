// What tests of operations stand on: a store of their own, a clock that stands, seeded randomness,
// the account's root user as caller, and an authorizer that allows everything and notes it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/clock.h"
#include "base/random.h"
#include "services/authorizer.h"
#include "services/context.h"
#include "services/operation.h"
#include "services/principals.h"
#include "services/session_tokens_sealed.h"
#include "store/testing.h"

namespace berth::services {

/// Allows all but what a test refuses, and notes what it was asked.
class NotingAuthorizer final : public Authorizer {
 public:
  struct Question {
    std::string action;
    std::string resource;
    bool operator==(const Question&) const = default;
  };

  Result<void> authorize(Context&, std::string_view action, std::string_view resource,
                         const berth::iam::ContextKeys&) override {
    return note(action, resource);
  }
  berth::iam::Outcome outcome_of(Context&, std::string_view, std::string_view,
                                 const berth::iam::ContextKeys&) override {
    return outcome;
  }
  Result<void> authorize_service_assume_role(Context&, std::string_view service_principal,
                                             std::string_view role_arn, std::string_view) override {
    return note(service_principal, role_arn);
  }

  std::vector<Question> questions;
  std::string refused_action;                                   ///< an action or service principal
  berth::iam::Outcome outcome = berth::iam::Outcome::kAllowed;  ///< of policies alone

 private:
  Result<void> note(std::string_view action, std::string_view resource) {
    questions.push_back({std::string(action), std::string(resource)});
    if (action != refused_action) return {};
    return fail(client_fault("AccessDeniedException", "refused by the test"));
  }
};

/// A fixture that calls operations as the gateway does: one transaction each.
class ServiceTest : public testing::Test {
 protected:
  static constexpr const char* kAccount = "123456789012";

  /// Runs `run` in a transaction of its own; what it leaves is durable where it succeeds.
  template <class Output, class Input>
  Result<Output> call(Result<Output> (*run)(Context&, const Input&), const Input& input) {
    std::optional<Output> output;
    BERTH_TRY(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      Context context = make_context(tx);
      BERTH_ASSIGN(output, run(context, input));
      return {};
    }));
    return std::move(*output);
  }

  /// Runs `body(Context&)`, which returns a Result<void>, in a transaction of its own.
  template <class Body>
  Result<void> in_context(Body body) {
    return store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
      Context context = make_context(tx);
      return body(context);
    });
  }

  Context make_context(store::Transaction& tx) {
    return Context{caller_,     account_,     region_, tx,        clock_.now(), random_,
                   request_id_, authorizer(), tokens_, settings_, effects_};
  }

  /// Tests of decisions put the authorizer of production here.
  virtual Authorizer& authorizer() { return authorizer_; }

  store::TemporaryStore store_;
  ManualClock clock_{from_epoch_ms(1'760'000'000'000)};
  SeededRandom random_{7};
  AccountId account_{kAccount};
  Region region_{"us-west-2"};
  std::string request_id_ = "11111111-2222-4333-8444-555555555555";
  Caller caller_ = root_caller();
  NotingAuthorizer authorizer_;
  SealedSessionTokens tokens_{Secret(std::string(32, 'k')), AccountId(kAccount)};
  ServiceSettings settings_{"http://127.0.0.1:4566", false};
  Effects effects_;

 private:
  static Caller root_caller() {
    Caller caller;
    caller.principal = root_principal(AccountId(kAccount));
    caller.access_key_id = AccessKeyId("AKIAROOT000000000000");
    caller.source_address = "127.0.0.1";
    caller.user_agent = "test";
    return caller;
  }
};

}  // namespace berth::services
