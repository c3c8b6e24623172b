#pragma once
/// Work that other Python threads need not wait for.

#include <python/native/handles.hpp>

#include <exception>
#include <optional>

namespace watchword::python {

/// Runs `work` without the GIL. It must not touch Python objects; views into str and bytes objects that the caller
/// holds stay good, since those are immutable.
template <class Work>
auto without_gil(Work work) {
    std::optional<decltype(work())> result;
    std::exception_ptr failure;
    PyThreadState* const thread = PyEval_SaveThread();
    try {
        result.emplace(work());
    } catch (const std::exception&) {
        failure = std::current_exception();
    }
    // Not in a destructor: while the interpreter shuts down, this call unwinds daemon threads until they end, and
    // unwinding must not begin in a destructor.
    PyEval_RestoreThread(thread);
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

/// Runs `work` without the GIL where that pays: letting go of it may cost a turn of the other threads.
template <class Work>
auto maybe_without_gil(bool takes_long, Work work) {
    return takes_long ? without_gil(std::move(work)) : work();
}

}  // namespace watchword::python
