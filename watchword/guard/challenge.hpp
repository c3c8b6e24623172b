#pragma once
/// What a refusal asks for. Not installed.

#include <watchword/guard/presented_token.hpp>

namespace watchword::guard {

/// A challenge for each scheme that the policy accepts (RFC 9110 section 11.6.1 allows several in one value). What went
/// wrong stands in that of the scheme that was used, which comes first.
Challenge challenge_for(const Error& error, const Policy& policy, Scheme used,
                        const std::vector<std::string_view>& scopes);

}  // namespace watchword::guard
