// The stages of a request, in their order; each is a function with its own file and test.
#pragma once

#include "aws/error_body.h"
#include "base/result.h"
#include "gateway/call.h"
#include "gateway/gateway.h"

namespace berth::gateway {

/// Finds the protocol and the operation's name from target, content type and body. Never fails:
/// what it cannot tell is answered after authentication, as AWS does.
Result<void> identify(GatewayParts& parts, Call& call);

/// Verifies the signature and finds the caller: MissingAuthenticationToken, IncompleteSignature,
/// InvalidClientTokenId, ExpiredToken, SignatureDoesNotMatch, each in its protocol's spelling.
Result<void> authenticate(GatewayParts& parts, Call& call);

/// Writes into the caller what the connection says of it: part of authentication.
void describe_connection(Call& call);

/// Finds the operation in the service's registry: UnknownOperationException or InvalidAction.
Result<void> resolve(GatewayParts& parts, Call& call);

/// Reads the body into the operation's input: SerializationException, MalformedQueryString.
Result<void> decode(GatewayParts& parts, Call& call);

/// Checks the input against the model.
Result<void> validate(GatewayParts& parts, Call& call);

/// The stages between `identify` and the store, in their order.
using Stage = Result<void> (*)(GatewayParts&, Call&);
inline constexpr Stage kStages[] = {authenticate, resolve, decode, validate};

/// Does the request bring a one-time code, or a part of what makes one?
bool brings_second_factor(const Call& call);

/// Proves the second factor of a request that brings one; the code is used up with it:
/// AccessDenied.
net::Task<Result<void>> prove_second_factor(GatewayParts& parts, Call& call);

/// Asks the authorizer for every target that the operation names: AccessDeniedException.
Result<void> authorise(GatewayParts& parts, Call& call, services::Context& context);

/// Authorises the operation and runs it: a read in the one snapshot that decided, a write in a
/// transaction of its own after the decision, done when its commit is durable. Where IAM has
/// changed in between, it is authorised once more there.
net::Task<Result<void>> perform(GatewayParts& parts, Call& call);

/// Writes the answer of a call that came through, or the fault in its protocol's form.
net::HttpResponse encode(const Call& call, const Result<void>& outcome);

/// A fault's answer as an HTTP response.
net::HttpResponse http_response(aws::ErrorAnswer answer);

/// The context that `call`'s operation runs in.
services::Context make_context(GatewayParts& parts, Call& call, store::Transaction& tx);

}  // namespace berth::gateway
