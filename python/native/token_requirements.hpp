#pragma once
/// From Python arguments to jwt::Requirements.

#include <python/native/module_state.hpp>
#include <watchword/jwt/requirements.hpp>

namespace watchword::python {

/// The arguments of Verifier, as they came.
struct RequirementArguments {
    PyObject* issuers;
    PyObject* audiences;
    PyObject* algorithms;
    /// Null or None: any type.
    PyObject* type;
    const char* profile;
    long leeway;
    /// Null: none.
    PyObject* required_claims;
};

/// Throws Raised: TypeError, NativeError wrong_usage for what would open a check or could never be met.
jwt::Requirements read_requirements(const ModuleState& state, const RequirementArguments& arguments);

}  // namespace watchword::python
