// The errors that every AWS service has, side by side in both protocols.
#include "aws/common_errors.h"

namespace berth::aws {
namespace {

struct CommonError {
  ErrorSpelling query;
  ErrorSpelling json;
};

// Query's codes and statuses are those of IAM's and STS's page of common errors; the JSON services
// answer 400 to all that the caller did wrong.
constexpr CommonError kCommonErrors[] = {
    {{"MissingAuthenticationToken", 403, "Request is missing Authentication Token"},
     {"MissingAuthenticationTokenException", 400, "Missing Authentication Token"}},
    {{"IncompleteSignature", 400, ""}, {"IncompleteSignatureException", 400, ""}},
    {{"InvalidClientTokenId", 403, ""}, {"UnrecognizedClientException", 400, ""}},
    {{"SignatureDoesNotMatch", 403, ""}, {"InvalidSignatureException", 400, ""}},
    {{"ExpiredToken", 403, ""}, {"ExpiredTokenException", 400, ""}},
    {{"RequestExpired", 400, ""}, {"RequestExpired", 400, ""}},
    {{"AccessDenied", 403, ""}, {"AccessDeniedException", 400, ""}},
    {{"InvalidAction", 400, ""}, {"UnknownOperationException", 400, ""}},
    {{"MalformedInput", 400, ""}, {"SerializationException", 400, ""}},
    {{"MalformedQueryString", 404, ""}, {"MalformedQueryString", 404, ""}},
    {{"ValidationError", 400, ""}, {"ValidationException", 400, ""}},
    {{"Throttling", 400, ""}, {"ThrottlingException", 400, ""}},
    {{"ServiceUnavailable", 503, ""}, {"ServiceUnavailableException", 503, ""}},
};

}  // namespace

const ErrorSpelling* find_common_error(std::string_view code, Protocol protocol) {
  for (const CommonError& error : kCommonErrors) {
    if (error.query.code != code && error.json.code != code) continue;
    return protocol == Protocol::kQuery ? &error.query : &error.json;
  }
  return nullptr;
}

}  // namespace berth::aws
