// A channel has one reader, which is run(), and one sender, which waits for changes and the clock.
#include "control/agent_session.h"

#include <algorithm>

#include <spdlog/spdlog.h>

#include "control/payload_builder.h"
#include "net/await_callback.h"
#include "net/post.h"
#include "net/runtime.h"

namespace berth::control {
namespace {

/// How long the sender sleeps at most: its clock's grain.
constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::minutes kReadDeadline{3};
constexpr std::size_t kUnacknowledgedMax = 1000;
/// A definition has 64 KiB at most, and a message 4 MiB.
constexpr std::size_t kTasksAtOnce = 20;

}  // namespace

AgentSession::AgentSession(SessionParts parts, AgentIdentity identity)
    : parts_(std::move(parts)), identity_(std::move(identity)) {}

void AgentSession::on_own_context(std::function<void()> work) {
  net::asio::io_context* const context = context_.load();
  if (context == nullptr) return;
  net::post(*context, [self = shared_from_this(), work = std::move(work)] { work(); });
}

void AgentSession::wake() {
  on_own_context([this] {
    tell_ = true;
    if (changed_) changed_->notify();
  });
}

void AgentSession::send(std::string frame) {
  on_own_context([this, frame = std::move(frame)] {
    if (ended_ || !socket_) return;
    net::spawn(*context_.load(), [](net::WebSocket socket, std::string text) -> net::Task<void> {
      auto sent = co_await socket.write(std::move(text));
      if (!sent) socket.abort();
    }(*socket_, frame));
  });
}

void AgentSession::end() {
  on_own_context([this] {
    if (ended_ || !socket_) return;
    ended_ = true;
    changed_->notify();
    net::spawn(*context_.load(),
               [](net::WebSocket socket) -> net::Task<void> { co_await socket.close(); }(*socket_));
  });
}

std::string AgentSession::new_message_id() {
  return random_uuid(parts_.credentials.random);
}

net::Task<void> AgentSession::run(net::WebSocket socket) {
  const auto self = shared_from_this();
  auto executor = co_await net::asio::this_coro::executor;
  socket_ = socket;
  changed_ = std::make_unique<net::Notification>(executor.context());
  opened_at_ = heard_at_ = beat_at_ = parts_.clock.now();
  tell_all_ = identity_.send_credentials;
  context_.store(&executor.context());
  net::spawn(executor.context(), [](std::shared_ptr<AgentSession> session) -> net::Task<void> {
    co_await session->run_sender();
  }(self));
  for (;;) {
    auto frame = co_await socket.read(kReadDeadline);
    if (!frame) break;
    heard_at_ = parts_.clock.now();
    handle(*frame);
  }
  ended_ = true;
  changed_->notify();
  socket.abort();
  while (!sender_done_) {
    const std::uint64_t seen = changed_->version();
    co_await changed_->wait(seen, kTick);
  }
  // Others may hold this for a while, on other threads: what belongs to the context goes now.
  context_.store(nullptr);
  socket_.reset();
  changed_.reset();
}

net::Task<void> AgentSession::run_sender() {
  std::uint64_t seen = changed_->version();
  bool manifest_sent = false;
  while (!ended_) {
    if (tell_) {
      tell_ = false;
      co_await tell_tasks();
    }
    if (ended_) break;
    if (!manifest_sent) {
      manifest_sent = true;
      co_await send_manifest();
    }
    const TimePoint now = parts_.clock.now();
    if (now - beat_at_ >= parts_.heartbeat) {
      beat_at_ = now;
      aws::acs::HeartbeatMessage beat;
      beat.healthy = true;
      beat.message_id = new_message_id();
      send(acs::encode_message(beat));
    }
    for (const auto& [arn, told] : told_) {
      if (now - told.at >= parts_.tell_again) tell_ = true;
    }
    const bool silent = identity_.protocol_version >= 2 && now - heard_at_ >= parts_.silence_max;
    if (silent || now - opened_at_ >= parts_.life_max) end();
    if (tell_) continue;
    co_await changed_->wait(seen, kTick);
    seen = changed_->version();
    if (std::exchange(failed_, false)) tell_ = true;
  }
  sender_done_ = true;
  changed_->notify();
}

net::Task<void> AgentSession::tell_tasks() {
  const TimePoint now = parts_.clock.now();
  const bool all = std::exchange(tell_all_, false);
  // A copy: the job runs on the store's thread, acknowledgements come in on this one.
  const auto skip = [told = told_, now, again = parts_.tell_again](const ToldTask& task) {
    const auto found = told.find(task.arn);
    return found != told.end() && found->second.desired_status == task.desired_status &&
           now - found->second.at < again;
  };
  auto tasks = std::make_shared<std::vector<ToldTask>>();
  const store::Store::Job job = [self = shared_from_this(), all, skip, tasks,
                                 now](store::Transaction& tx) -> Result<void> {
    *tasks =
        tasks_for_agent(self->parts_.credentials, tx, self->identity_.instance_arn, all, skip, now);
    return {};
  };
  // What is to be told is looked for in a read first: most wakes find nothing.
  bool any = all;
  if (!any) {
    (void)parts_.store.read([&](store::Transaction& tx) -> Result<void> {
      any = !store::tasks_to_tell(tx, identity_.instance_arn).empty();
      return {};
    });
  }
  // What is overdue is told below or not to be told any more.
  std::erase_if(told_, [&](const auto& told) { return now - told.second.at >= parts_.tell_again; });
  if (!any) co_return;
  auto written = co_await net::await_callback<Result<void>>(
      [this, &job](std::function<void(Result<void>)> done) {
        parts_.store.write(job, std::move(done));
      });
  if (!written) {
    spdlog::warn("tasks of {} cannot be told: {}", identity_.instance_arn, written.error().message);
    tell_all_ = tell_all_ || all;
    failed_ = true;
    co_return;
  }
  if (ended_ || tasks->empty()) co_return;
  for (std::size_t at = 0; at < tasks->size(); at += kTasksAtOnce) {
    const std::size_t size = std::min(kTasksAtOnce, tasks->size() - at);
    send_payload(std::span(*tasks).subspan(at, size), now);
  }
}

void AgentSession::send_payload(std::span<ToldTask> tasks, TimePoint now) {
  aws::acs::PayloadMessage payload;
  payload.message_id = new_message_id();
  payload.cluster_arn = identity_.cluster_arn;
  payload.container_instance_arn = identity_.instance_arn;
  payload.generated_at = to_epoch_ms(now);
  payload.timeline = to_epoch_ms(now);
  payload.seq_num = ++seq_num_;
  payload.tasks.emplace();
  if (unacknowledged_.size() >= kUnacknowledgedMax) unacknowledged_.clear();
  auto& meaning = unacknowledged_[*payload.message_id];
  for (ToldTask& task : tasks) {
    told_[task.arn] = Told{task.desired_status, now};
    meaning.emplace_back(task.arn, task.desired_status);
    payload.tasks->push_back(std::move(task.task));
  }
  send(acs::encode_message(payload));
}

net::Task<void> AgentSession::send_manifest() {
  aws::acs::TaskManifestMessage manifest;
  (void)parts_.store.read([&](store::Transaction& tx) -> Result<void> {
    manifest.tasks = manifest_of(tx, identity_.instance_arn);
    return {};
  });
  manifest.message_id = new_message_id();
  manifest.cluster_arn = identity_.cluster_arn;
  manifest.container_instance_arn = identity_.instance_arn;
  manifest.generated_at = to_epoch_ms(parts_.clock.now());
  manifest.timeline = manifest.generated_at;
  send(acs::encode_message(manifest));
  co_return;
}

void AgentSession::handle(const std::string& frame) {
  auto envelope = acs::parse_envelope(frame);
  if (!envelope) {
    spdlog::warn("the agent of {} sent a frame that is none: {}", identity_.instance_arn,
                 envelope.error().message);
    return;
  }
  if (acs::is_message<aws::acs::AckRequest>(*envelope)) return handle_ack(*envelope);
  if (acs::is_message<aws::acs::TaskStopVerificationMessage>(*envelope)) {
    return handle_stop_verification(*envelope);
  }
  if (acs::is_message<aws::acs::NackRequest>(*envelope)) {
    spdlog::warn("the agent of {} refused a message: {}", identity_.instance_arn,
                 envelope->message);
  }
  // Heartbeats' and credentials' acknowledgements say that the agent lives: heard_at_ has it.
}

void AgentSession::handle_ack(const acs::Envelope& envelope) {
  const auto ack = acs::decode_message<aws::acs::AckRequest>(envelope);
  if (!ack) return;
  const auto found = unacknowledged_.find(ack->message_id.value_or(""));
  if (found == unacknowledged_.end()) return;
  const auto tasks = std::move(found->second);
  unacknowledged_.erase(found);
  parts_.store.write(
      [tasks](store::Transaction& tx) -> Result<void> {
        for (const auto& [arn, desired] : tasks) store::set_task_acknowledged(tx, arn, desired);
        return {};
      },
      [self = shared_from_this(), tasks](const Result<void>& written) {
        if (!written) return;
        self->on_own_context([session = self.get(), tasks] {
          for (const auto& [arn, desired] : tasks) {
            const auto told = session->told_.find(arn);
            if (told != session->told_.end() && told->second.desired_status == desired) {
              session->told_.erase(told);
            }
          }
        });
      });
}

void AgentSession::handle_stop_verification(const acs::Envelope& envelope) {
  const auto question = acs::decode_message<aws::acs::TaskStopVerificationMessage>(envelope);
  if (!question || !question->stop_candidates) return;
  aws::acs::TaskStopVerificationAck answer;
  (void)parts_.store.read([&](store::Transaction& tx) -> Result<void> {
    answer.stop_tasks = tasks_to_stop(tx, identity_.instance_arn, *question->stop_candidates);
    return {};
  });
  answer.message_id = question->message_id;
  answer.generated_at = to_epoch_ms(parts_.clock.now());
  send(acs::encode_message(answer));
}

}  // namespace berth::control
