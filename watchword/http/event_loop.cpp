#include <watchword/http/event_loop.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

namespace watchword::http {
namespace {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using SteadyTime = std::chrono::steady_clock::time_point;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

constexpr Deadlines::Time never = std::numeric_limits<Deadlines::Time>::max();

}  // namespace

struct EventLoop::State {
    /// Outlives the context, whose pending operations own entries.
    Deadlines deadlines;
    /// One thread runs it: Asio may leave out some locking.
    asio::io_context context{1};
    asio::executor_work_guard<Executor> work{context.get_executor()};
    Timer timer{context};
    Deadlines::Time timer_due = never;

    static Deadlines::Time now() noexcept {
        return std::chrono::duration_cast<std::chrono::milliseconds>(
                   std::chrono::steady_clock::now().time_since_epoch())
            .count();
    }

    /// The timer only ever moves forward to an earlier deadline; a deadline that was disarmed lets it fire for nothing,
    /// which is cheaper than moving it with every request.
    void fire_by(Deadlines::Time due) {
        if (due >= timer_due) return;
        timer_due = due;
        timer.expires_at(SteadyTime(std::chrono::milliseconds(due)));
        timer.async_wait([this](const boost::system::error_code& error) {
            if (!error) expire();
        });
    }

    void expire() {
        timer_due = never;
        deadlines.expire(now());
        if (const auto next = deadlines.next_due()) fire_by(*next);
    }
};

EventLoop::EventLoop() : state_(std::make_unique<State>()) {}
EventLoop::~EventLoop() = default;

void EventLoop::run() {
    state_->context.run();
}
void EventLoop::stop() noexcept {
    state_->context.stop();
}
void EventLoop::post(std::function<void()> task) {
    asio::post(state_->context, std::move(task));
}

Deadlines::Time EventLoop::now() const noexcept {
    return State::now();
}

void EventLoop::set_duration(Deadline kind, Deadlines::Time milliseconds) noexcept {
    state_->deadlines.set_duration(kind, milliseconds);
}

void EventLoop::arm(Deadlines::Entry& entry, Deadline kind) {
    state_->fire_by(state_->deadlines.arm(entry, kind, State::now()));
}

struct Descriptor::State {
    explicit State(asio::io_context& context) : stream(context) {}
    asio::posix::basic_stream_descriptor<Executor> stream;
    std::array<bool, 2> pending{};
};

Descriptor::Descriptor(EventLoop& loop, Socket socket)
    : state_(std::make_unique<State>(loop.state_->context)), number_(socket.get()) {
    state_->stream.assign(number_);
    socket.release();
}

Descriptor::~Descriptor() = default;

void Descriptor::wait(Readiness readiness, std::shared_ptr<Owner> owner) {
    bool& pending = state_->pending[static_cast<std::size_t>(readiness)];
    if (pending || !state_->stream.is_open()) return;
    pending = true;
    const auto direction = readiness == Readiness::readable ? asio::posix::descriptor_base::wait_read
                                                            : asio::posix::descriptor_base::wait_write;
    // `owner` owns this descriptor: what is captured lives as long as the operation.
    state_->stream.async_wait(direction, [owner = std::move(owner), &pending](const boost::system::error_code& error) {
        if (error == asio::error::operation_aborted) return;
        pending = false;
        owner->on_ready();
    });
}

void Descriptor::close() noexcept {
    boost::system::error_code ignored;
    state_->stream.close(ignored);
}

}  // namespace watchword::http
