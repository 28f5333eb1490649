// From bytes to messages: Beast's parser writing straight into Berth's own types.
#include "net/http_parser.h"

#include <boost/beast/http/basic_parser.hpp>

namespace berth::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string to_string(string_view text) {
  return std::string(text.data(), text.size());
}

ParseStatus status_of(const error_code& error, bool done) {
  if (error == http::error::need_more) return ParseStatus::kMore;
  if (error == http::error::header_limit) return ParseStatus::kHeaderTooLarge;
  if (error == http::error::body_limit) return ParseStatus::kBodyTooLarge;
  if (error == http::error::end_of_stream) return ParseStatus::kStopped;
  if (error) return ParseStatus::kMalformed;
  return done ? ParseStatus::kDone : ParseStatus::kMore;
}

// What requests and answers have in common: fields, bodies and their limits.
template <bool is_request, class Message>
class MessageParser : public http::basic_parser<is_request> {
 public:
  MessageParser(ParserLimits limits, Message& message)
      : message_(message), header_bytes_left_(limits.header_bytes_max) {
    this->eager(true);
    this->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
    this->body_limit(limits.body_bytes_max);
  }

  bool http_1_0() const { return version_ == 10; }

 protected:
  void on_field_impl(http::field name, string_view spelt, string_view value,
                     error_code& error) override {
    // Beast's own limit is one of bytes at hand, not of bytes in all.
    if (!spend(spelt.size() + value.size() + 4)) {
      error = http::error::header_limit;
      return;
    }
    if (header_over_) return;  // trailers
    if (name == http::field::transfer_encoding) has_transfer_encoding_ = true;
    if (name == http::field::expect) expect_ = to_string(value);
    if (name == http::field::host) ++hosts_;
    message_.headers.emplace_back(to_string(spelt), to_string(value));
  }

  void on_header_impl(error_code&) override { header_over_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    // A length is a claim until the bytes are there: reserve no more than a page's worth of trust.
    constexpr std::uint64_t kTrusted = 256 * 1024;
    if (length) message_.body.reserve(static_cast<std::size_t>(std::min(*length, kTrusted)));
  }

  std::size_t on_body_impl(string_view body, error_code&) override {
    message_.body.append(body.data(), body.size());
    return body.size();
  }

  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& error) override {
    return this->on_body_impl(body, error);
  }

  void on_finish_impl(error_code&) override {}

  bool spend(std::size_t bytes) {
    if (bytes > header_bytes_left_) return false;
    header_bytes_left_ -= bytes;
    return true;
  }

  Message& message_;
  std::size_t header_bytes_left_;
  std::string expect_;
  int version_ = 11;
  int hosts_ = 0;
  bool header_over_ = false;
  bool has_transfer_encoding_ = false;
};

class BeastRequestParser final : public MessageParser<true, HttpRequest> {
 public:
  using MessageParser::MessageParser;

  bool expects_continue() const {
    return !http_1_0() && boost::beast::iequals(expect_, "100-continue");
  }

 private:
  void on_request_impl(http::verb, string_view method, string_view target, int version,
                       error_code& error) override {
    if (!spend(method.size() + target.size() + 12)) {
      error = http::error::header_limit;
      return;
    }
    version_ = version;
    message_.method.assign(method.data(), method.size());
    message_.target.assign(target.data(), target.size());
  }

  void on_response_impl(int, string_view, int, error_code&) override {}

  void on_header_impl(error_code& error) override {
    header_over_ = true;
    // Where a body ends must not be a matter of opinion between us and a proxy (RFC 9112, 6.1).
    if (has_transfer_encoding_ && (!chunked() || http_1_0())) {
      error = http::error::bad_transfer_encoding;
    } else if (hosts_ > 1 || (hosts_ == 0 && !http_1_0())) {
      error = http::error::bad_field;
    }
  }
};

class BeastResponseParser final : public MessageParser<false, HttpResponse> {
 public:
  BeastResponseParser(ParserLimits limits, HttpResponse& response,
                      std::function<bool(std::string_view)> on_data)
      : MessageParser(limits, response), on_data_(std::move(on_data)) {}

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}

  void on_response_impl(int code, string_view, int version, error_code&) override {
    version_ = version;
    message_.status = code;
  }

  std::size_t on_body_impl(string_view body, error_code& error) override {
    if (!on_data_) return MessageParser::on_body_impl(body, error);
    if (!on_data_(std::string_view(body.data(), body.size()))) error = http::error::end_of_stream;
    return body.size();
  }

  std::function<bool(std::string_view)> on_data_;
};

}  // namespace

class RequestParser::Impl {
 public:
  explicit Impl(ParserLimits limits) : limits_(limits) {}
  ParserLimits limits_;
  std::optional<BeastRequestParser> parser_;
};

RequestParser::RequestParser(ParserLimits limits) : impl_(std::make_unique<Impl>(limits)) {}

RequestParser::~RequestParser() = default;

void RequestParser::start(HttpRequest& request) {
  impl_->parser_.emplace(impl_->limits_, request);
}

ParseStatus RequestParser::put(std::string_view bytes, std::size_t& taken) {
  auto& parser = *impl_->parser_;
  taken = 0;
  if (!parser.got_some()) {
    // A client may send an empty line before a request (RFC 9112, 2.2).
    while (bytes.substr(taken, 2) == "\r\n") taken += 2;
    const std::string_view rest = bytes.substr(taken);
    if (rest.empty() || rest == "\r") return ParseStatus::kMore;
  }
  error_code error;
  taken += parser.put(boost::asio::buffer(bytes.data() + taken, bytes.size() - taken), error);
  return status_of(error, parser.is_done());
}

bool RequestParser::header_done() const {
  return impl_->parser_->is_header_done();
}
bool RequestParser::keep_alive() const {
  return impl_->parser_->keep_alive();
}
bool RequestParser::is_http_1_0() const {
  return impl_->parser_->http_1_0();
}
bool RequestParser::is_upgrade() const {
  return impl_->parser_->upgrade();
}
bool RequestParser::expects_continue() const {
  return impl_->parser_->expects_continue();
}

class ResponseParser::Impl {
 public:
  Impl(ParserLimits limits, HttpResponse& response, std::function<bool(std::string_view)> on_data)
      : parser(limits, response, std::move(on_data)) {}
  BeastResponseParser parser;
};

ResponseParser::ResponseParser(ParserLimits limits, HttpResponse& response,
                               std::function<bool(std::string_view)> on_data, bool head_request)
    : impl_(std::make_unique<Impl>(limits, response, std::move(on_data))) {
  impl_->parser.skip(head_request);
}

ResponseParser::~ResponseParser() = default;

ParseStatus ResponseParser::put(std::string_view bytes, std::size_t& taken) {
  error_code error;
  taken = impl_->parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  return status_of(error, impl_->parser.is_done());
}

ParseStatus ResponseParser::put_end() {
  error_code error;
  if (!impl_->parser.got_some()) return ParseStatus::kMalformed;
  impl_->parser.put_eof(error);
  return status_of(error, impl_->parser.is_done());
}

bool ResponseParser::keep_alive() const {
  return impl_->parser.is_done() && impl_->parser.keep_alive();
}

}  // namespace berth::net
