// Identity providers: OpenID Connect and SAML, from their making to their end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/iam/operations.h"
#include "services/testing.h"

namespace berth::services::iam {
namespace {

using testing::ElementsAre;

template <class T>
std::string fault_of(const Result<T>& result) {
  return result ? "no fault"
                : result.error().code + " " + std::to_string(result.error().http_status) + " " +
                      result.error().message;
}

class ProvidersTest : public ServiceTest {
 protected:
  static constexpr const char* kArn = "arn:aws:iam::123456789012:oidc-provider/idp.example.com/a";
  static constexpr const char* kSamlArn = "arn:aws:iam::123456789012:saml-provider/corp";

  Result<aws::iam::CreateOpenIDConnectProviderResponse> create(const std::string& url,
                                                               int thumbprints = 1) {
    aws::iam::CreateOpenIDConnectProviderRequest request;
    request.url = url;
    request.client_id_list = std::vector<std::string>{"app"};
    request.thumbprint_list =
        std::vector<std::string>(static_cast<std::size_t>(thumbprints), std::string(40, 'A'));
    request.tags = std::vector<aws::iam::Tag>{{"Team", "a"}};
    return call(create_open_id_connect_provider, request);
  }
  Result<aws::iam::GetOpenIDConnectProviderResponse> get(const std::string& arn = kArn) {
    aws::iam::GetOpenIDConnectProviderRequest request;
    request.open_id_connect_provider_arn = arn;
    return call(get_open_id_connect_provider, request);
  }
  static std::string metadata(const std::string& attributes) {
    return R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" )" + attributes +
           "></md:EntityDescriptor>" + std::string(1000, ' ');
  }
};

TEST_F(ProvidersTest, OidcProvidersLiveAndChange) {
  const auto made = create("https://idp.example.com/a");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->open_id_connect_provider_arn, kArn);
  EXPECT_EQ(fault_of(create("https://idp.example.com/a")),
            "EntityAlreadyExists 409 Provider with url https://idp.example.com/a already exists.");
  EXPECT_EQ(get()->url, "idp.example.com/a");
  EXPECT_THAT(*get()->thumbprint_list, ElementsAre(std::string(40, 'a')));
  EXPECT_EQ(get()->tags->size(), 1u);

  aws::iam::AddClientIDToOpenIDConnectProviderRequest add;
  add.open_id_connect_provider_arn = kArn;
  add.client_id = "web";
  ASSERT_TRUE(call(add_client_id_to_open_id_connect_provider, add));
  ASSERT_TRUE(call(add_client_id_to_open_id_connect_provider, add));
  EXPECT_THAT(*get()->client_id_list, ElementsAre("app", "web"));
  aws::iam::RemoveClientIDFromOpenIDConnectProviderRequest remove;
  remove.open_id_connect_provider_arn = kArn;
  remove.client_id = "app";
  ASSERT_TRUE(call(remove_client_id_from_open_id_connect_provider, remove));
  EXPECT_THAT(*get()->client_id_list, ElementsAre("web"));
  aws::iam::UpdateOpenIDConnectProviderThumbprintRequest update;
  update.open_id_connect_provider_arn = kArn;
  update.thumbprint_list = std::vector<std::string>{std::string(40, 'b')};
  ASSERT_TRUE(call(update_open_id_connect_provider_thumbprint, update));
  EXPECT_THAT(*get()->thumbprint_list, ElementsAre(std::string(40, 'b')));

  const auto list =
      call(list_open_id_connect_providers, aws::iam::ListOpenIDConnectProvidersRequest{});
  ASSERT_EQ(list->open_id_connect_provider_list->size(), 1u);
  aws::iam::DeleteOpenIDConnectProviderRequest gone;
  gone.open_id_connect_provider_arn = kArn;
  ASSERT_TRUE(call(delete_open_id_connect_provider, gone));
  ASSERT_TRUE(call(delete_open_id_connect_provider, gone));
  EXPECT_EQ(fault_of(get()),
            std::string("NoSuchEntity 404 OpenIDConnect Provider not found for arn ") + kArn);
}

TEST_F(ProvidersTest, OidcUrlsAreHttpsOrOfThisMachine) {
  EXPECT_EQ(fault_of(create("idp.example.com")),
            "ValidationError 400 Invalid Open ID Connect Provider URL");
  EXPECT_EQ(fault_of(create("http://idp.example.com")),
            "InvalidInput 400 Invalid Open ID Connect Provider URL. The URL must begin with "
            "https://.");
  for (const char* url : {"https://idp.example.com?x=1", "https://idp.example.com:8443", "https://",
                          "https://a@b", "https://idp.example.com:x/a"}) {
    EXPECT_EQ(fault_of(create(url)), "InvalidInput 400 Invalid Open ID Connect Provider URL.")
        << url;
  }
  EXPECT_EQ(*create("http://127.0.0.1:8080/i")->open_id_connect_provider_arn,
            "arn:aws:iam::123456789012:oidc-provider/127.0.0.1:8080/i");
  EXPECT_EQ(fault_of(create("http://127.0.0.1.example.com")).substr(0, 12), "InvalidInput");
  EXPECT_EQ(fault_of(create("https://many.example.com", 6)),
            "InvalidInput 400 Thumbprint list must contain fewer than 5 entries.");
}

TEST_F(ProvidersTest, TagsOfProvidersComeInPages) {
  ASSERT_TRUE(create("https://idp.example.com/a"));
  aws::iam::TagOpenIDConnectProviderRequest tag;
  tag.open_id_connect_provider_arn = kArn;
  tag.tags = std::vector<aws::iam::Tag>{{"a", "1"}, {"b", "2"}};
  ASSERT_TRUE(call(tag_open_id_connect_provider, tag));
  aws::iam::ListOpenIDConnectProviderTagsRequest list;
  list.open_id_connect_provider_arn = kArn;
  list.max_items = 2;
  const auto first = call(list_open_id_connect_provider_tags, list);
  ASSERT_EQ(first->tags->size(), 2u);
  EXPECT_EQ(first->is_truncated, true);
  list.marker = first->marker;
  EXPECT_EQ(call(list_open_id_connect_provider_tags, list)->tags->front().key, "b");
  aws::iam::UntagOpenIDConnectProviderRequest untag;
  untag.open_id_connect_provider_arn = kArn;
  untag.tag_keys = std::vector<std::string>{"Team", "team", "a"};
  ASSERT_TRUE(call(untag_open_id_connect_provider, untag));
  EXPECT_EQ(get()->tags->size(), 1u);
  tag.open_id_connect_provider_arn = "arn:aws:iam::123456789012:oidc-provider/none";
  EXPECT_EQ(call(tag_open_id_connect_provider, tag).error().code, "NoSuchEntity");
}

TEST_F(ProvidersTest, SamlProvidersLiveAndChange) {
  aws::iam::CreateSAMLProviderRequest create_saml;
  create_saml.name = "corp";
  create_saml.saml_metadata_document = metadata(R"(entityID="https://corp")");
  const auto made = call(create_saml_provider, create_saml);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->saml_provider_arn, kSamlArn);
  EXPECT_EQ(fault_of(call(create_saml_provider, create_saml)),
            "EntityAlreadyExists 409 Provider with name corp already exists.");
  aws::iam::GetSAMLProviderRequest get_saml;
  get_saml.saml_provider_arn = kSamlArn;
  const auto got = call(get_saml_provider, get_saml);
  EXPECT_EQ(got->saml_metadata_document, create_saml.saml_metadata_document);
  EXPECT_GT(*got->valid_until, clock_.now() + std::chrono::hours(24 * 365 * 99));
  EXPECT_THAT(*got->saml_provider_uuid, testing::MatchesRegex("[A-Z0-9]{22,64}"));

  aws::iam::UpdateSAMLProviderRequest update;
  update.saml_provider_arn = kSamlArn;
  update.saml_metadata_document =
      metadata(R"(entityID="https://corp" validUntil="2030-01-01T00:00:00Z")");
  update.assertion_encryption_mode = "Allowed";
  ASSERT_TRUE(call(update_saml_provider, update));
  EXPECT_EQ(to_epoch_ms(*call(get_saml_provider, get_saml)->valid_until), 1'893'456'000'000);
  update.saml_metadata_document = metadata("");
  EXPECT_EQ(fault_of(call(update_saml_provider, update)),
            "InvalidInput 400 Could not parse metadata");
  update.saml_metadata_document = metadata(R"(entityID="x" validUntil="2001-01-01T00:00:00Z")");
  EXPECT_EQ(call(update_saml_provider, update).error().code, "InvalidInput");
  update.add_private_key = "key";
  EXPECT_EQ(call(update_saml_provider, update).error().code, "InvalidInput");

  EXPECT_EQ(call(list_saml_providers, aws::iam::ListSAMLProvidersRequest{})
                ->saml_provider_list->front()
                .arn,
            kSamlArn);
  aws::iam::DeleteSAMLProviderRequest gone;
  gone.saml_provider_arn = kSamlArn;
  ASSERT_TRUE(call(delete_saml_provider, gone));
  EXPECT_EQ(fault_of(call(delete_saml_provider, gone)),
            std::string("NoSuchEntity 404 Manifest not found for arn ") + kSamlArn);
}

}  // namespace
}  // namespace berth::services::iam
