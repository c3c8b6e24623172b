#pragma once
/// Work that other Python threads need not wait for.

#include <python/native/handles.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <thread>

namespace watchword::python {

/// Waits for the GIL. Does not return once the interpreter has begun to end: interpreters before 3.14 then unwind the
/// thread, and what its frames hold are Python objects, which nobody may let go of without the GIL. It rests until the
/// process ends, as later interpreters have it rest.
inline void take_gil(PyThreadState* thread) {
    try {
        PyEval_RestoreThread(thread);
    } catch (...) {
        for (;;)
            std::this_thread::sleep_for(std::chrono::hours(1));
    }
}

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
    // Not in a destructor, in which unwinding must not begin.
    take_gil(thread);
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
}

/// Runs `work` without the GIL where that pays: letting go of it may cost a turn of the other threads.
template <class Work>
auto maybe_without_gil(bool takes_long, Work work) {
    return takes_long ? without_gil(std::move(work)) : work();
}

}  // namespace watchword::python
