// Routes, environments, identities and time: what is accused, and what is not.
#include <gtest/gtest.h>

#include "doctor/testing.h"

namespace berth::doctor {
namespace {

using test_support::failed_task;
using test_support::good_task;
using test_support::Named;
using test_support::named_in;
using test_support::set_variable;

constexpr const char* kRefused =
    "Error when retrieving credentials from container-role: Error retrieving metadata: Received "
    "non 200 response 400 from container metadata: {\"code\":\"InvalidIdInRequest\"}";
constexpr const char* kTimeout =
    "Error when retrieving credentials from container-role: Connect timeout on endpoint URL: "
    "\"http://169.254.170.2/v2/credentials/x\"";
constexpr const char* kInvalid =
    "An error occurred (UnrecognizedClientException) when calling the ListTasks operation: The "
    "security token included in the request is invalid.";

TEST(DetectRoute, NamesWhatIsPossibleByWhatWasPrinted) {
  EXPECT_EQ(named_in(failed_task("429: You have reached maximum request limit.")),
            (Named{{}, {"credentials-throttled"}}));
  EXPECT_EQ(named_in(failed_task("non 200 response 503 {\"code\":\"CredentialsUninitialized\"}")),
            (Named{{}, {"agent-restarting"}}));
  EXPECT_EQ(named_in(failed_task(kTimeout)), (Named{{}, {"route-lost", "firewall-blocks"}}));
  Evidence host = failed_task(kTimeout);
  host.definition.answer->network_mode = "host";
  EXPECT_EQ(named_in(host), (Named{{}, {"route-lost-on-host"}}));
  // An agent that is known to be gone accounts for it.
  Evidence gone = failed_task(kTimeout);
  gone.instances.answer->front().agent_connected = false;
  EXPECT_EQ(named_in(gone), (Named{{"agent-down"}, {}}));
  // It said so once and ended well.
  Evidence good = good_task();
  test_support::print(good, kTimeout);
  EXPECT_EQ(diagnose(good).verdict, Verdict::kOk);
}

TEST(DetectEnvironment, KnowsWhatTheDefinitionSets) {
  Evidence stale = failed_task(kRefused);
  EXPECT_EQ(named_in(stale), (Named{{}, {"stale-credentials-uri", "task-already-stopped"}}));
  set_variable(stale, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/old");
  EXPECT_EQ(named_in(stale), (Named{{"stale-credentials-uri"}, {}}));

  // The proxy itself may be what is broken.
  Evidence other = failed_task("Failed to connect to proxy URL: \"http://proxy:3128\"");
  set_variable(other, "HTTP_PROXY", "http://proxy:3128");
  EXPECT_EQ(named_in(other), (Named{{}, {"proxy-without-no-proxy"}}));
  // A client that asks past the proxy does not reach the endpoint for another reason.
  Evidence lost = failed_task(kTimeout);
  set_variable(lost, "HTTP_PROXY", "http://proxy:3128");
  EXPECT_EQ(named_in(lost),
            (Named{{}, {"route-lost", "firewall-blocks", "proxy-without-no-proxy"}}));

  Evidence proxy = failed_task(
      "Error when retrieving credentials from container-role: Error retrieving metadata: Unable to "
      "parse JSON returned from container metadata services");
  EXPECT_EQ(named_in(proxy), (Named{{}, {"proxy-without-no-proxy"}}));
  set_variable(proxy, "HTTP_PROXY", "http://proxy:3128");
  EXPECT_EQ(named_in(proxy), (Named{{"proxy-without-no-proxy"}, {}}));
  set_variable(proxy, "NO_PROXY", "localhost,169.254.170.2");
  EXPECT_EQ(named_in(proxy), (Named{{}, {}}));

  Evidence host = failed_task("Unsupported host 'example.com'.");
  EXPECT_EQ(named_in(host), (Named{{}, {"full-uri-refused"}}));
  set_variable(host, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/");
  EXPECT_EQ(named_in(host), (Named{{"full-uri-refused"}, {}}));

  Evidence region = failed_task("You must specify a region.");
  EXPECT_EQ(named_in(region), (Named{{"no-region"}, {}}));
  set_variable(region, "AWS_DEFAULT_REGION", "us-west-2");
  EXPECT_EQ(named_in(region), (Named{{}, {}}));
}

TEST(DetectEnvironment, SuspectsTheProcessWhereAllElseIsRight) {
  Evidence evidence = failed_task("Unable to locate credentials");
  EXPECT_EQ(named_in(evidence), (Named{{}, {"environment-not-inherited", "sdk-too-old"}}));
  EXPECT_EQ(diagnose(evidence).verdict, Verdict::kUndecided);
  set_variable(evidence, "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://localhost/");
  EXPECT_EQ(named_in(evidence),
            (Named{{}, {"environment-not-inherited", "sdk-too-old", "both-uris-set"}}));
}

TEST(DetectIdentity, NamesTheStaticKeyByItsSymptom) {
  Evidence evidence = failed_task(kInvalid);
  set_variable(evidence, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  set_variable(evidence, "AWS_SECRET_ACCESS_KEY", "secret-of-the-key");
  EXPECT_EQ(named_in(evidence), (Named{{"static-key-wins"}, {}}));
  EXPECT_EQ(to_json(diagnose(evidence)).find("secret-of-the-key"), std::string::npos);
  // On purpose, and it works.
  Evidence good = good_task();
  set_variable(good, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  set_variable(good, "AWS_SECRET_ACCESS_KEY", "secret");
  EXPECT_EQ(named_in(good), (Named{{}, {}}));
  Evidence other = good;
  test_support::print(other,
                      "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: "
                      "ecs:ListTasks on resource: *");
  test_support::leave_with(other, 254);
  EXPECT_EQ(named_in(other), (Named{{"static-key-wins"}, {}}));
}

TEST(DetectIdentity, KnowsWhatComesEarlierInTheChain) {
  Evidence half = failed_task("Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(named_in(half), (Named{{}, {"partial-static-key"}}));
  set_variable(half, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(named_in(half), (Named{{"partial-static-key"}, {}}));

  Evidence profile = failed_task("The config profile (ci) could not be found");
  EXPECT_EQ(named_in(profile), (Named{{}, {"profile-in-image"}}));
  set_variable(profile, "AWS_PROFILE", "ci");
  EXPECT_EQ(named_in(profile), (Named{{"profile-in-image"}, {}}));

  Evidence web = failed_task(
      "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity "
      "operation");
  EXPECT_EQ(named_in(web), (Named{{}, {"web-identity-wins"}}));
  set_variable(web, "AWS_WEB_IDENTITY_TOKEN_FILE", "/token");
  EXPECT_EQ(named_in(web), (Named{{"web-identity-wins"}, {}}));

  EXPECT_EQ(named_in(failed_task("User: arn:aws:sts::123456789012:assumed-role/ecsInstanceRole/"
                                 "i-0123456789abcdef0 is not authorized to perform: s3:GetObject "
                                 "on resource: x")),
            (Named{{"instance-role-used"}, {}}));
}

TEST(DetectTime, NamesTheRoleThatWasMadeAnew) {
  Evidence evidence = failed_task(kInvalid);
  EXPECT_EQ(named_in(evidence), (Named{{}, {"endpoint-not-set"}}));
  evidence.task_role->role.answer->create_date = test_support::at(80);
  EXPECT_EQ(named_in(evidence), (Named{{"role-recreated"}, {}}));
  test_support::refuse(evidence.task_role->role, "NoSuchEntity");
  EXPECT_EQ(named_in(evidence), (Named{{"role-does-not-exist"}, {}}));
}

TEST(DetectTime, NamesWhatIsPossibleByWhatWasPrinted) {
  EXPECT_EQ(named_in(failed_task("(ExpiredTokenException): The security token included in the "
                                 "request is expired")),
            (Named{{}, {"credentials-expired"}}));
  EXPECT_EQ(named_in(failed_task("Signature expired: 20261124T084411Z is now earlier than")),
            (Named{{}, {"clock-skew"}}));
  EXPECT_EQ(named_in(failed_task("Credentials were refreshed, but the refreshed credentials are "
                                 "still expired.")),
            (Named{{}, {"credentials-expired", "clock-skew"}}));
  EXPECT_EQ(named_in(failed_task("SSL validation failed for https://ecs.us-west-2")),
            (Named{{}, {"ca-not-trusted"}}));
  EXPECT_EQ(named_in(failed_task("Credential should be scoped to a valid region.")),
            (Named{{}, {"wrong-region"}}));
}

}  // namespace
}  // namespace berth::doctor
