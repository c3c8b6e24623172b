#include <watchword/app/process.hpp>

#include <csignal>

#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace watchword::app {
namespace {

sigset_t stop_signals() noexcept {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    return signals;
}

}  // namespace

void harden_process() noexcept {
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#ifndef WATCHWORD_SANITIZED  // its leak check traces the process
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void block_stop_signals() noexcept {
    const sigset_t signals = stop_signals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

StopSignals::StopSignals(std::function<void()> stop) : stop_(std::move(stop)), thread_([this] { wait(); }) {}

StopSignals::~StopSignals() {
    over_ = true;
    ::pthread_kill(thread_.native_handle(), SIGHUP);  // blocked everywhere: it only wakes sigwait()
    thread_.join();
}

void StopSignals::wait() {
    const sigset_t signals = stop_signals();
    for (int received = 0; true; ++received) {
        int signal = 0;
        ::sigwait(&signals, &signal);
        if (over_) return;
        if (received > 0) ::_exit(130);
        stop_();
    }
}

}  // namespace watchword::app
