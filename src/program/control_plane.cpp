// Wiring: each part gets what it needs by reference and is destroyed before what it needs.
#include "program/control_plane.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "agent/endpoints/port_owner.h"
#include "base/file.h"
#include "cli/version.h"
#include "gateway/refuse_request.h"
#include "program/serving.h"
#include "services/authorizer_of_store.h"
#include "services/principals.h"
#include "store/iam/installation.h"
#include "store/iam/roles.h"
#include "store/wipe.h"

namespace berth::program {
namespace {

constexpr std::chrono::seconds kStopGrace{5};
constexpr std::chrono::hours kInstanceSessionLife{6};

/// Where clients of this machine reach what listens on `address`.
std::string endpoint_of(const std::string& address, std::uint16_t port) {
  if (address == "0.0.0.0") return fmt::format("http://127.0.0.1:{}", port);
  if (address == "::") return fmt::format("http://[::1]:{}", port);
  const bool v6 = address.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", v6 ? "[" + address + "]" : address, port);
}

/// The account of a state never changes: its ARNs are everywhere.
Result<void> check_account(store::Store& store, const std::string& account_id) {
  return store.write_and_wait([&](store::Transaction& tx) -> Result<void> {
    const auto kept = store::find_installation_value(tx, "account-id");
    if (!kept) store::put_installation_value(tx, "account-id", account_id);
    if (!kept || *kept == account_id) return {};
    return fail(client_fault("InvalidOption",
                             fmt::format("this state belongs to account {}: give --account-id {}, "
                                         "or another --state-dir",
                                         *kept, *kept)));
  });
}

void log_denied(const std::string& request_id, const std::string& sentence, bool enforced) {
  spdlog::info("{}denied, request {}: {}", enforced ? "" : "audit: would be ", request_id,
               sentence);
}

}  // namespace

Result<std::unique_ptr<ControlPlane>> ControlPlane::start(net::Runtime& runtime,
                                                          const cli::CommonOptions& options,
                                                          bool default_cluster_everywhere) {
  BERTH_TRY(cli::check_server_options(options));
  crypto::SystemRandom random;
  BERTH_TRY(make_directory(options.state_dir, 0700));
  // The store is one process's alone: nothing of a state that another one serves is touched before.
  BERTH_ASSIGN(std::shared_ptr<store::Store> store, store::open_store(cli::store_url(options)));
  BERTH_TRY(check_account(*store, options.account_id));
  BERTH_ASSIGN(Installation installation,
               open_installation(options.state_dir, AccountId(options.account_id), random));
  std::unique_ptr<ControlPlane> plane(
      new ControlPlane(runtime, options, std::move(installation), std::move(store)));
  BERTH_TRY(plane->serve(default_cluster_everywhere));
  return plane;
}

ControlPlane::ControlPlane(net::Runtime& runtime, const cli::CommonOptions& options,
                           Installation installation, std::shared_ptr<store::Store> store)
    : runtime_(runtime),
      options_(options),
      installation_(std::move(installation)),
      account_(options.account_id),
      store_(std::move(store)),
      session_tokens_(installation_.sealing_key, account_),
      credentials_(services::make_credential_finder(
          *store_, session_tokens_, account_,
          services::RootKey{AccessKeyId(installation_.root_key.access_key_id),
                            installation_.root_key.secret_access_key})),
      decisions_(make_decision_log()),
      authorizer_(services::make_authorizer(
          account_,
          options.iam == "audit" ? services::IamMode::kAudit : services::IamMode::kEnforce,
          log_denied, decisions_.get())) {}

std::unique_ptr<services::DecisionLog> ControlPlane::make_decision_log() {
  if (options_.decisions_kept == 0) return nullptr;
  services::DecisionLogOptions options;
  options.kept_max = options_.decisions_kept;
  options.kept_for = std::chrono::hours(24) * options_.decisions_days;
  options.counted = [this](const services::DecisionCounts& counts) {
    metrics_.decisions_made(counts);
  };
  return std::make_unique<services::DecisionLog>(*store_, clock_, std::move(options));
}

ControlPlane::~ControlPlane() {
  stop();
}

void ControlPlane::stop() {
  ready_ = false;
  if (sessions_) sessions_->stop();
  log_retention_.reset();
  if (server_) server_->stop(kStopGrace);
  server_.reset();
}

/// A port that is taken is named with its owner.
Result<std::uint16_t> ControlPlane::listen(const cli::ListenAddress& at) {
  auto port = server_->listen(at.address, at.port);
  if (port || port.error().code != "AddressInUse") return port;
  const auto owner = agent::find_port_owner(agent::Transport::kTcp, at.address, at.port);
  if (!owner) return port;
  return fail(client_fault(
      "AddressInUse", agent::describe(*owner, at.port) + "; give another address with --listen"));
}

control::AgentSessionsParts ControlPlane::sessions_parts() {
  return control::AgentSessionsParts{control::SessionParts{
      *store_, clock_,
      control::CredentialsParts{account_, *authorizer_, session_tokens_, settings_, random_}}};
}

gateway::GatewayParts ControlPlane::gateway_parts() {
  gateway::GatewayParts parts{*store_,       clock_,       random_,         account_,
                              *credentials_, *authorizer_, session_tokens_, settings_,
                              *sessions_,    metrics_,     verifier_};
  parts.committed = [this](const services::Effects& effects) { sessions_->committed(effects); };
  parts.reset = [this] { return reset(); };
  parts.allow_reset = options_.allow_reset;
  parts.ready = [this] { return ready_.load(); };
  parts.health = [this] {
    return fmt::format(R"({{"status":"{}","version":"{}"}})", ready_ ? "ok" : "starting",
                       cli::version());
  };
  return parts;
}

Result<void> ControlPlane::serve(bool default_cluster_everywhere) {
  settings_.default_cluster_everywhere = default_cluster_everywhere;
  BERTH_ASSIGN(const cli::ListenAddress listen, cli::parse_listen(options_.listen));
  net::HttpServerOptions options;
  BERTH_ASSIGN(options.tls, make_server_tls(installation_.state_dir, clock_));
  options.refusal = [this](int status) { return gateway::refuse_request(status, random_); };
  server_ = std::make_unique<net::HttpServer>(
      runtime_.contexts(), std::move(options),
      [this](net::HttpRequest request) { return answer(std::move(request)); });
  BERTH_ASSIGN(const std::uint16_t port, this->listen(listen));
  settings_.endpoint = endpoint_of(listen.address, port);
  sessions_ = std::make_unique<control::AgentSessions>(sessions_parts());
  BERTH_TRY(sessions_->start(runtime_.main_context()));
  log_retention_ =
      std::make_unique<control::LogRetention>(control::LogRetentionParts{*store_, clock_});
  log_retention_->start(runtime_.main_context());
  gateway_ = std::make_unique<gateway::Gateway>(gateway_parts());
  handler_ = gateway_->handler();
  serving_ = true;
  return {};
}

net::Task<net::HttpAnswer> ControlPlane::answer(net::HttpRequest request) {
  if (!serving_) co_return gateway::refuse_request(503, random_);
  auto answered = co_await handler_(std::move(request));
  co_return answered;
}

Result<void> ControlPlane::as_administrator(
    const std::string& region, const std::function<Result<void>(services::Context&)>& body) {
  services::Caller caller;
  caller.principal = services::root_principal(account_);
  caller.access_key_id = AccessKeyId(installation_.root_key.access_key_id);
  caller.source_address = "127.0.0.1";
  caller.user_agent = "berth";
  services::Effects effects;
  const std::string request_id = random_uuid(random_);
  BERTH_TRY(store_->write_and_wait([&](store::Transaction& tx) -> Result<void> {
    services::Context context{caller,          account_,  Region(region), tx,
                              clock_.now(),    random_,   request_id,     *authorizer_,
                              session_tokens_, settings_, effects};
    return body(context);
  }));
  sessions_->committed(effects);
  return {};
}

Result<services::SessionCredentials> ControlPlane::instance_session(
    const std::string& role, const std::string& session_name) {
  std::optional<store::RoleRecord> record;
  BERTH_TRY(store_->read([&](store::Transaction& tx) -> Result<void> {
    record = store::find_role(tx, role);
    return {};
  }));
  if (!record) {
    return fail(
        client_fault("NoSuchEntity", fmt::format("The role with name {} cannot be found.", role)));
  }
  services::SessionFacts facts;
  facts.issued_at = clock_.now();
  facts.expires_at = facts.issued_at + kInstanceSessionLife;
  facts.role_unique_id = record->id;
  return session_tokens_.issue(services::role_session_principal(account_, *record, session_name),
                               facts, random_);
}

net::Task<Result<void>> ControlPlane::reset() {
  if (decisions_) decisions_->hand_over();  // before the wipe, not after it
  auto wiped = store_->write_and_wait([this](store::Transaction& tx) -> Result<void> {
    store::wipe(tx);
    store::put_installation_value(tx, "account-id", account_.str());
    return {};
  });
  if (!wiped) co_return wiped;
  sessions_->disconnect_all();
  if (!after_reset_) co_return wiped;
  auto done = co_await after_reset_();
  co_return done;
}

}  // namespace berth::program
