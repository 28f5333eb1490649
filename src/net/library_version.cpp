// Which Boost the executable was compiled against.
#include "net/library_version.h"

#include <algorithm>

#include <boost/version.hpp>

namespace berth::net {

std::string library_version() {
  std::string version = BOOST_LIB_VERSION;
  std::replace(version.begin(), version.end(), '_', '.');
  return std::count(version.begin(), version.end(), '.') < 2 ? version + ".0" : version;
}

}  // namespace berth::net
