#pragma once
/// The commands of the line protocol (README.md), one function each. They call the public API only.

#include "answer.hpp"
#include "command.hpp"

namespace watchword::differential {

Answer sign_jws(const Command& command);
Answer verify_jws(const Command& command);

Answer issue_jwt(const Command& command);
Answer verify_jwt(const Command& command);
Answer issue_nested(const Command& command);
Answer verify_nested(const Command& command);

Answer encrypt_jwe(const Command& command);
Answer decrypt_jwe(const Command& command);

Answer generate_key(const Command& command);
Answer describe_key(const Command& command);
Answer read_pem(const Command& command);

}  // namespace watchword::differential
