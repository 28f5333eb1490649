// The opaque tokens with which a listing goes on from page to page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace berth::aws {

/// A token that stands for `position`: URL-safe text without padding, a third longer than the
/// position plus 12 characters. It holds all that it needs, so it is good after a restart. It is
/// neither secret nor signed: whoever reads it back takes its text as a client's.
std::string encode_token(std::string_view position);

/// The position, or nothing where the token was not made by encode_token or was changed by
/// accident.
std::optional<std::string> decode_token(std::string_view token);

}  // namespace berth::aws
