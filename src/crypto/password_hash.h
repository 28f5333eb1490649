// Passwords as they are kept: salted and stretched, never themselves.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"

namespace berth::crypto {

/// scrypt (RFC 7914; N 2^15, r 8, p 1) with a salt of 16 bytes, as text that holds its parameters:
/// "scrypt$15$8$1$<salt>$<hash>". Takes some 60 ms of a core.
std::string hash_password(std::string_view password, Random& random);

/// With the salt of `hash`, a text of hash_password: the two are equal where their passwords are.
/// So one stretching tells whether a password was any of those that somebody had.
std::string hash_password_like(std::string_view password, std::string_view hash);

/// False too for a text that hash_password does not make.
bool verify_password(std::string_view password, std::string_view hash);

}  // namespace berth::crypto
