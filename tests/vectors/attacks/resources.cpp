#include "resources.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

namespace watchword::vectors {
namespace {

/// A line of /proc/self/status, e.g. "VmRSS:", in KiB.
std::size_t status_kib(const std::string& name) {
    std::ifstream status("/proc/self/status");
    std::string word;
    std::size_t kib = 0;
    while (status >> word)
        if (word == name && status >> kib) return kib;
    return 0;
}

/// proc(5): writing "5" resets the peak of resident memory to what is resident now.
void reset_peak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

constexpr std::array forbidden{SYS_socket, SYS_connect, SYS_sendto, SYS_execve, SYS_execveat};

}  // namespace

Resources::Resources() {
    reset_peak();
    resident_kib_ = status_kib("VmRSS:");
    start_ = std::chrono::steady_clock::now();
}

std::chrono::milliseconds Resources::elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_);
}

std::size_t Resources::extra_memory_mib() const {
    const std::size_t peak = status_kib("VmHWM:");
    return peak > resident_kib_ ? (peak - resident_kib_) / 1024 : 0;
}

bool forbid_side_effects() {
    std::array<sock_filter, forbidden.size() + 3> program{};
    std::size_t at = 0;
    program[at++] = BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
    for (std::size_t i = 0; i < forbidden.size(); ++i)
        program[at++] = BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(forbidden[i]),
                                 static_cast<std::uint8_t>(forbidden.size() - i), 0);
    program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program[at++] = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    const sock_fprog filter{.len = static_cast<unsigned short>(at), .filter = program.data()};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

}  // namespace watchword::vectors
