#pragma once
/// What a fuzz target holds to be true: if it is not, that input is a finding.

#include <cstdlib>

inline void require(bool truth) {
    if (!truth) std::abort();
}
