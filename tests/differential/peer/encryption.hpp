#pragma once
/// What a command says of encryption.

#include <watchword/jose/jwe.hpp>

#include "command.hpp"

namespace watchword::differential {

jose::JweOptions encryption_options(const Command& command);
jose::JweRequirements decryption_requirements(const Command& command);

}  // namespace watchword::differential
