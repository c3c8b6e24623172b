// refused: use of deleted function .*operator<<
#include <watchword/base/secret.hpp>

#include <ostream>

using namespace watchword;

void show(std::ostream& out, const SecretBytes& secret) {
#ifdef MUST_NOT_COMPILE
    out << secret;
#else
    out << secret.size() << " bytes";
#endif
}
