#pragma once
/// One function a kind of Wycheproof test: what the public API makes of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../members.hpp"
#include "../verdict.hpp"

namespace watchword::vectors {

/// One test within its group and file.
struct WycheproofTest {
    /// `algorithm` of the file; empty if it has none.
    std::string_view algorithm;
    const Value& group;
    const Value& test;
    /// RSA1_5 is off unless a caller asks for it by its long name.
    bool with_rsa15 = false;
};

/// What came of a test, by each way through the public API; all must agree with what is expected.
struct Attempt {
    std::vector<Verdict> verdicts;
    /// What must come out where `verdicts` accept; empty if nothing comes out.
    std::optional<Bytes> output{};
    /// Why JOSE has no such thing, so that even a valid one must be refused; empty if it has.
    std::string_view not_in_jose{};
};

Attempt json_web_signature(const WycheproofTest& t);
Attempt json_web_encryption(const WycheproofTest& t);
Attempt mac(const WycheproofTest& t);
Attempt rsa_pkcs1_signature(const WycheproofTest& t);
Attempt rsa_pss_signature(const WycheproofTest& t);
Attempt ecdsa_signature(const WycheproofTest& t);
Attempt eddsa_signature(const WycheproofTest& t);
Attempt authenticated_encryption(const WycheproofTest& t);
Attempt key_wrapping(const WycheproofTest& t);
Attempt password_derivation(const WycheproofTest& t);
Attempt key_agreement(const WycheproofTest& t);
Attempt rsa_oaep_decryption(const WycheproofTest& t);
Attempt rsa_pkcs1_decryption(const WycheproofTest& t);

}  // namespace watchword::vectors
