// The canonical form of a request (Signature Version 4): the text that both ends sign.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aws/sigv4/request.h"

namespace berth::aws::sigv4 {

struct CanonicalOptions {
  /// `.`, `..` and empty segments of the path are resolved: every service but S3.
  bool normalize_path = true;
  /// A parameter of the query that was added after signing, besides X-Amz-Signature.
  std::string_view unsigned_parameter = {};
};

/// Percent-encodes all but unreserved characters (RFC 3986) and, with `keep_slash`, `/`.
void append_uri_encoded(std::string& out, std::string_view text, bool keep_slash);
/// Resolves percent-encoding; a broken escape stays as it is.
std::string uri_decoded(std::string_view text);

/// The path as sent, encoded once more.
std::string canonical_path(std::string_view path, bool normalize);
/// Parameters decoded, encoded, ordered by name and value; X-Amz-Signature left out.
std::string canonical_query(std::string_view query, std::string_view unsigned_parameter = {});

/// `signed_headers` are lower-case names in order. A header that the request has not is an empty
/// line, which no client signs. `payload_hash` is hexadecimal.
std::string canonical_request(const SignedRequest& request,
                              std::span<const std::string> signed_headers,
                              std::string_view payload_hash, const CanonicalOptions& options = {});

/// `scope` is "20150830/us-east-1/iam/aws4_request".
std::string string_to_sign(std::string_view timestamp, std::string_view scope,
                           std::string_view canonical_request);

}  // namespace berth::aws::sigv4
