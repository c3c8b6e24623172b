#pragma once
/// What the table cannot say: the form of texts, and settings that depend on one another.

#include <watchword/app/configuration.hpp>

namespace watchword::app {

/// Adds what it finds to the errors and notes of `loaded`.
void check_consistency(Loaded& loaded);

}  // namespace watchword::app
