// Handshakes in memory: which certificate a client is shown for which name.
#include "crypto/tls_context.h"

#include <atomic>
#include <filesystem>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/ssl.h>

namespace berth::crypto {
namespace {

using SslPtr = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// What a client saw; no certificate where the server refused it.
struct Seen {
  std::shared_ptr<X509> certificate;
  int version = 0;
};

/// Both ends of a handshake, their bytes carried over a pair of buffers.
Seen shake_hands(const TlsContext& server, const char* name, int version_max = TLS1_3_VERSION) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> client_context(
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(client_context.get(), TLS1_VERSION);
  SSL_CTX_set_max_proto_version(client_context.get(), version_max);
  const SslPtr client(SSL_new(client_context.get()), SSL_free);
  const SslPtr other(SSL_new(server.native()), SSL_free);
  BIO* near = nullptr;
  BIO* far = nullptr;
  BIO_new_bio_pair(&near, 1 << 16, &far, 1 << 16);
  SSL_set_bio(client.get(), near, near);
  SSL_set_bio(other.get(), far, far);
  if (name != nullptr) SSL_set_tlsext_host_name(client.get(), name);
  SSL_set_connect_state(client.get());
  SSL_set_accept_state(other.get());
  for (int turn = 0; turn < 8; ++turn) {
    SSL_do_handshake(client.get());
    SSL_do_handshake(other.get());
  }
  if (SSL_is_init_finished(client.get()) == 0 || SSL_is_init_finished(other.get()) == 0) return {};
  return {{SSL_get1_peer_certificate(client.get()), X509_free}, SSL_version(client.get())};
}

std::string name_of(const Seen& seen) {
  if (!seen.certificate) return "refused";
  char name[128];
  X509_NAME_get_text_by_NID(X509_get_subject_name(seen.certificate.get()), NID_commonName, name,
                            sizeof name);
  return name;
}

class TlsContextTest : public testing::Test {
 protected:
  TlsContextTest() {
    std::string name = (std::filesystem::temp_directory_path() / "tls-XXXXXX").string();
    directory_ = ::mkdtemp(name.data());
    authority_ = Authority::open(directory_, clock_.now()).value();
    localhost_ = open_localhost_certificate(directory_, clock_.now()).value();
  }
  ~TlsContextTest() override { std::filesystem::remove_all(directory_); }

  TlsContext::CertificateFor amazon_only() {
    return certificates_of(
        authority_,
        [this](std::string_view name) {
          ++asked_;
          return name.find(".amazonaws.com") != std::string_view::npos;
        },
        clock_);
  }

  SystemClock clock_;
  std::string directory_;
  std::shared_ptr<Authority> authority_;
  Certificate localhost_;
  std::atomic<int> asked_ = 0;
};

TEST_F(TlsContextTest, ShowsEachNameItsOwn) {
  const TlsContext context(amazon_only());
  EXPECT_EQ(name_of(shake_hands(context, "ecs.us-west-2.amazonaws.com")),
            "ecs.us-west-2.amazonaws.com");
  EXPECT_EQ(name_of(shake_hands(context, "STS.amazonaws.COM")), "sts.amazonaws.com");
}

TEST_F(TlsContextTest, RefusesOtherNamesAndNone) {
  const TlsContext context(amazon_only());
  EXPECT_EQ(name_of(shake_hands(context, "example.com")), "refused");
  EXPECT_EQ(name_of(shake_hands(context, nullptr)), "refused");
}

TEST_F(TlsContextTest, KeepsWhatItMade) {
  const TlsContext context(amazon_only());
  const Seen first = shake_hands(context, "iam.amazonaws.com");
  const Seen second = shake_hands(context, "IAM.amazonaws.com");
  ASSERT_TRUE(first.certificate && second.certificate);
  EXPECT_EQ(X509_cmp(first.certificate.get(), second.certificate.get()), 0);
  EXPECT_EQ(asked_, 1);
}

TEST_F(TlsContextTest, KeepsNoMoreThanSomeHundreds) {
  const TlsContext context([this](const std::string&) -> Result<Certificate> {
    ++asked_;
    return localhost_;
  });
  const auto ask = [&context](int number) {
    return name_of(shake_hands(context, ("n" + std::to_string(number)).c_str()));
  };
  for (int i = 0; i < 513; ++i) ASSERT_EQ(ask(i), "localhost");
  EXPECT_EQ(asked_, 513);
  ask(512);
  EXPECT_EQ(asked_, 513);
  ask(0);
  EXPECT_EQ(asked_, 514);
}

TEST_F(TlsContextTest, MakesAnewWhatEndsSoon) {
  // Issued so long ago that less than a day of its 397 is left.
  const TimePoint then = clock_.now() - std::chrono::hours(397 * 24 - 12);
  const TlsContext context([this, then](const std::string& name) {
    return authority_->issue(name, asked_++ == 0 ? then : clock_.now());
  });
  const Seen old = shake_hands(context, "iam.amazonaws.com");
  const Seen renewed = shake_hands(context, "iam.amazonaws.com");
  ASSERT_TRUE(old.certificate && renewed.certificate);
  EXPECT_NE(X509_cmp(old.certificate.get(), renewed.certificate.get()), 0);
}

TEST_F(TlsContextTest, FallsBackWhereItMay) {
  const TlsContext context(amazon_only(), localhost_);
  EXPECT_EQ(name_of(shake_hands(context, "ecs.us-west-2.amazonaws.com")),
            "ecs.us-west-2.amazonaws.com");
  EXPECT_EQ(name_of(shake_hands(context, "localhost")), "localhost");
  EXPECT_EQ(name_of(shake_hands(context, nullptr)), "localhost");
}

TEST_F(TlsContextTest, ShowsOneToAll) {
  const TlsContext context(localhost_);
  EXPECT_EQ(name_of(shake_hands(context, "ecs.us-west-2.amazonaws.com")), "localhost");
  EXPECT_EQ(name_of(shake_hands(context, nullptr)), "localhost");
}

TEST_F(TlsContextTest, SpeaksNothingOlderThanTls12) {
  const TlsContext context(localhost_);
  EXPECT_EQ(shake_hands(context, "localhost").version, TLS1_3_VERSION);
  EXPECT_EQ(shake_hands(context, "localhost", TLS1_2_VERSION).version, TLS1_2_VERSION);
  EXPECT_EQ(name_of(shake_hands(context, "localhost", TLS1_1_VERSION)), "refused");
}

TEST_F(TlsContextTest, ServesThreadsAtOnce) {
  const TlsContext context(amazon_only());
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const std::string name = "s" + std::to_string(i % 5) + ".amazonaws.com";
        if (name_of(shake_hands(context, name.c_str())) == name) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 80);
  EXPECT_EQ(asked_, 5);
}

}  // namespace
}  // namespace berth::crypto
