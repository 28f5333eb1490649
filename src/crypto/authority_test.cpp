// Certificates as a client's OpenSSL judges them: the chain, the name, the constraint, the time.
#include "crypto/authority.h"

#include <filesystem>

#include <sys/stat.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "base/file.h"

namespace berth::crypto {
namespace {

using std::chrono::hours;

constexpr const char* kHost = "ecs.us-west-2.amazonaws.com";

class AuthorityTest : public testing::Test {
 protected:
  AuthorityTest() {
    std::string name = (std::filesystem::temp_directory_path() / "authority-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
  }
  ~AuthorityTest() override { std::filesystem::remove_all(directory_); }

  std::shared_ptr<Authority> open() {
    auto authority = Authority::open(directory_, now_);
    EXPECT_TRUE(authority) << authority.error().message;
    return *authority;
  }

  std::shared_ptr<X509> root_of(const std::string& pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    return {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
  }

  /// X509_V_OK, or why a client that trusts only `root` refuses the server's certificate.
  int verdict(X509* root, X509* leaf, const std::string& host, TimePoint at) {
    const std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(),
                                                                        X509_STORE_free);
    X509_STORE_add_cert(store.get(), root);
    const std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)> context(
        X509_STORE_CTX_new(), X509_STORE_CTX_free);
    X509_STORE_CTX_init(context.get(), store.get(), leaf, nullptr);
    X509_VERIFY_PARAM* const wanted = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_purpose(wanted, X509_PURPOSE_SSL_SERVER);
    X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_X509_STRICT);
    X509_VERIFY_PARAM_set_time(wanted, to_epoch_ms(at) / 1000);
    if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
      X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
    }
    return X509_verify_cert(context.get()) == 1 ? X509_V_OK
                                                : X509_STORE_CTX_get_error(context.get());
  }

  int verdict(const Authority& authority, const Certificate& leaf, const std::string& host,
              TimePoint at) {
    return verdict(root_of(authority.pem()).get(), leaf.x509.get(), host, at);
  }

  std::string directory_;
  TimePoint now_ = SystemClock().now();
};

TEST_F(AuthorityTest, VouchesForAmazonNames) {
  const auto authority = open();
  for (const char* host : {kHost, "iam.amazonaws.com", "api.ecr.us-west-2.amazonaws.com"}) {
    const auto leaf = authority->issue(host, now_);
    ASSERT_TRUE(leaf) << leaf.error().message;
    EXPECT_EQ(verdict(*authority, *leaf, host, now_), X509_V_OK) << host;
    EXPECT_EQ(verdict(*authority, *leaf, "logs.us-west-2.amazonaws.com", now_),
              X509_V_ERR_HOSTNAME_MISMATCH);
  }
}

TEST_F(AuthorityTest, VouchesForNothingElse) {
  const auto authority = open();
  for (const char* host : {"example.com", "amazonaws.com.example.com", "notamazonaws.com"}) {
    const auto leaf = authority->issue(host, now_);
    ASSERT_TRUE(leaf);
    EXPECT_EQ(verdict(*authority, *leaf, host, now_), X509_V_ERR_PERMITTED_VIOLATION) << host;
  }
}

TEST_F(AuthorityTest, IssuesForNamesOnly) {
  const auto authority = open();
  for (const std::string& host :
       {std::string(), std::string("a.amazonaws.com,DNS:b"), std::string("*.amazonaws.com"),
        std::string("a b"), std::string("a\n"), std::string(254, 'a')}) {
    EXPECT_FALSE(authority->issue(host, now_)) << host;
  }
  const std::string longest = std::string(60, 'a') + "." + std::string(60, 'b') + ".amazonaws.com";
  const auto leaf = authority->issue(longest, now_);
  ASSERT_TRUE(leaf);
  EXPECT_EQ(verdict(*authority, *leaf, longest, now_), X509_V_OK);
}

TEST_F(AuthorityTest, CertificatesHaveTheirTime) {
  const auto authority = open();
  const auto leaf = authority->issue(kHost, now_);
  ASSERT_TRUE(leaf);
  EXPECT_EQ(verdict(*authority, *leaf, kHost, now_ - hours(2)), X509_V_ERR_CERT_NOT_YET_VALID);
  EXPECT_EQ(verdict(*authority, *leaf, kHost, now_ - std::chrono::minutes(50)), X509_V_OK);
  EXPECT_EQ(verdict(*authority, *leaf, kHost, now_ + hours(24 * 396)), X509_V_OK);
  EXPECT_EQ(verdict(*authority, *leaf, kHost, now_ + hours(24 * 398)), X509_V_ERR_CERT_HAS_EXPIRED);
}

TEST_F(AuthorityTest, ALeafIsNoAuthority) {
  const auto authority = open();
  const auto leaf = authority->issue(kHost, now_);
  ASSERT_TRUE(leaf);
  EXPECT_EQ(X509_check_ca(leaf->x509.get()), 0);
  EXPECT_EQ(X509_get_extended_key_usage(leaf->x509.get()), XKU_SSL_SERVER);
}

TEST_F(AuthorityTest, ItsCertificateSaysWhatItMay) {
  const auto root = root_of(open()->pem());
  EXPECT_EQ(X509_check_ca(root.get()), 1);
  EXPECT_EQ(X509_get_pathlen(root.get()), 0);
  EXPECT_EQ(X509_get_key_usage(root.get()), unsigned{KU_KEY_CERT_SIGN | KU_CRL_SIGN});
  for (const int nid : {NID_basic_constraints, NID_key_usage, NID_name_constraints}) {
    const int at = X509_get_ext_by_NID(root.get(), nid, -1);
    ASSERT_GE(at, 0) << nid;
    EXPECT_EQ(X509_EXTENSION_get_critical(X509_get_ext(root.get(), at)), 1) << nid;
  }
  auto* const constraints = static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(root.get(), NID_name_constraints, nullptr, nullptr));
  ASSERT_NE(constraints, nullptr);
  // amazonaws.com, and neither family of addresses.
  EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->permittedSubtrees), 1);
  EXPECT_EQ(sk_GENERAL_SUBTREE_num(constraints->excludedSubtrees), 2);
  NAME_CONSTRAINTS_free(constraints);
  char name[128];
  X509_NAME_get_text_by_NID(X509_get_subject_name(root.get()), NID_commonName, name, sizeof name);
  EXPECT_THAT(name, testing::MatchesRegex("Berth local authority [0-9a-f]{8}"));
}

TEST_F(AuthorityTest, IsTheSameWhenOpenedAgain) {
  const auto first = open();
  struct stat key {};
  ASSERT_EQ(::stat((directory_ + "/authority.key").c_str(), &key), 0);
  EXPECT_EQ(key.st_mode & 07777, mode_t{0600});
  const auto second = open();
  EXPECT_EQ(first->pem(), second->pem());
  EXPECT_EQ(read_file(directory_ + "/authority.pem").value(), first->pem());
  const auto leaf = second->issue(kHost, now_);
  ASSERT_TRUE(leaf);
  EXPECT_EQ(verdict(*first, *leaf, kHost, now_), X509_V_OK);
}

TEST_F(AuthorityTest, OthersAreStrangers) {
  const auto first = open();
  std::filesystem::remove(directory_ + "/authority.key");
  const auto second = open();
  EXPECT_NE(first->pem(), second->pem());
  const auto leaf = second->issue(kHost, now_);
  ASSERT_TRUE(leaf);
  EXPECT_NE(verdict(*first, *leaf, kHost, now_), X509_V_OK);
}

TEST_F(AuthorityTest, RefusesAKeyThatIsNotItsOwn) {
  open();
  const std::string key = read_file(directory_ + "/authority.key").value();
  std::filesystem::remove(directory_ + "/authority.key");
  open();
  ASSERT_TRUE(write_file_atomically(directory_ + "/authority.key", key, 0600));
  const auto mixed = Authority::open(directory_, now_);
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code, "CryptoError");
  ASSERT_TRUE(write_file_atomically(directory_ + "/authority.pem", "no PEM", 0644));
  EXPECT_FALSE(Authority::open(directory_, now_));
}

TEST_F(AuthorityTest, NeedsItsDirectory) {
  const auto authority = Authority::open(directory_ + "/missing", now_);
  ASSERT_FALSE(authority);
  EXPECT_EQ(authority.error().code, "NotFound");
}

TEST_F(AuthorityTest, LocalhostStandsForItself) {
  const auto made = open_localhost_certificate(directory_, now_);
  ASSERT_TRUE(made) << made.error().message;
  X509* const own = made->x509.get();
  for (const char* host : {"localhost", "127.0.0.1", "::1"}) {
    EXPECT_EQ(verdict(own, own, host, now_), X509_V_OK) << host;
  }
  EXPECT_EQ(verdict(own, own, "example.com", now_), X509_V_ERR_HOSTNAME_MISMATCH);
  const auto kept = open_localhost_certificate(directory_, now_ + hours(24));
  ASSERT_TRUE(kept);
  EXPECT_EQ(X509_cmp(own, kept->x509.get()), 0);
  const auto renewed = open_localhost_certificate(directory_, now_ + hours(24 * 3630));
  ASSERT_TRUE(renewed);
  EXPECT_NE(X509_cmp(own, renewed->x509.get()), 0);
}

}  // namespace
}  // namespace berth::crypto
