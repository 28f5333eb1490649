// Which of AWS's host names lead to Berth: one predicate for names, for TLS and for the relay.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace berth::agent {

/// True for "<service>.<region>.amazonaws.com" where Berth serves the service (its FIPS spelling
/// "<service>-fips" too), and for "iam.amazonaws.com" and "sts.amazonaws.com". Letters' case and a
/// final dot are ignored; a port is not part of a name.
bool is_served_name(std::string_view name);

/// The names to write into a hosts file, which has no wildcards: every service in every region of
/// AWS's that is public, and `region` besides.
std::vector<std::string> names_for_hosts_file(const std::string& region);

}  // namespace berth::agent
