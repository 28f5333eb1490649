// The way of one container's log: from the engine's disk to its stream, every line once.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "agent/docker/docker_client.h"
#include "agent/logs/engine_log.h"
#include "agent/logs/event_maker.h"
#include "agent/logs/event_queue.h"
#include "agent/logs/log_stream.h"
#include "agent/logs/recent_events.h"
#include "net/asio.h"
#include "net/notification.h"

namespace berth::agent {

/// Reads on only as fast as the service takes: while that is away the lines stay on the engine's
/// disk. Where to go on after a restart, and whether a batch without an answer arrived, the stream
/// itself tells: nobody else writes to it. Within a run what was read is remembered. Use from one
/// io_context.
class LogShipper : public std::enable_shared_from_this<LogShipper> {
 public:
  /// `docker` outlives it. `on_delivered` is called once, when all that the container ever printed
  /// is there, or the container is gone.
  LogShipper(net::asio::io_context& context, DockerClient& docker, std::string docker_id,
             std::shared_ptr<LogStream> stream, std::function<void()> on_delivered);

  void start();
  /// Nothing is read or sent any more, nor called.
  void stop();

 private:
  /// How a look at the log ended: all is read, more may be there, it brought nothing.
  enum class Reading { kOver, kMore, kNothing };

  net::Task<void> read_all();
  net::Task<Reading> read_on();
  net::Task<Result<std::int64_t>> find_place();
  net::Task<void> wait_for_room();
  net::Task<void> wait_until_sent();

  net::Task<void> send_all();
  net::Task<void> wait_for_batch();
  net::Task<void> send_batch();
  net::Task<bool> compare_with_stream(std::size_t sent, std::int64_t since_ms);

  void take_line(LogLine line);
  void take_event(LogEvent event);
  void flush_where_quiet();
  void count_lost(std::size_t events, const std::string& why);

  net::asio::io_context& context_;
  DockerClient& docker_;
  std::string docker_id_;
  std::shared_ptr<LogStream> stream_;
  std::function<void()> on_delivered_;

  EventMaker maker_;
  EventQueue queue_;
  HeldEvents held_;        ///< by the stream when the reading began, and not met again yet
  HeldEvents held_lines_;  ///< read by the look before this one
  RecentEvents read_lines_;
  RecentEvents acknowledged_;
  bool in_older_event_ = false;  ///< lines of it are met again before one begins
  std::chrono::steady_clock::time_point last_line_;
  std::size_t lines_ = 0;
  std::size_t lost_ = 0;
  bool reading_ = false;
  bool held_up_ = false;  ///< so long that the engine may have put the file away
  bool read_ = false;     ///< all of it
  bool stopped_ = false;
  bool told_ = false;  ///< of what is in the way, in the agent's log
  net::Notification changed_;
};

}  // namespace berth::agent
