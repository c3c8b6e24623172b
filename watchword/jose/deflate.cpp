#include <watchword/jose/deflate.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>
#include <stdexcept>

#include <zlib.h>

namespace watchword::jose::detail {
namespace {

// Negative: no wrapper of RFC 1950; the window may be as large as the format allows.
constexpr int raw_window = -15;
constexpr int default_memory = 8;
constexpr std::size_t smallest_room = 1024;

// zlib keeps a window of the plaintext: its memory is wiped like ours. The size of a block stands before it.
constexpr std::size_t size_room = alignof(std::max_align_t);
static_assert(size_room >= sizeof(std::size_t));

void* allocate(void*, unsigned count, unsigned size) {
    const std::size_t bytes = std::size_t{count} * size + size_room;
    void* const block = std::calloc(1, bytes);
    if (block == nullptr) return nullptr;
    *static_cast<std::size_t*>(block) = bytes;
    return static_cast<std::uint8_t*>(block) + size_room;
}

void release(void*, void* memory) {
    void* const block = static_cast<std::uint8_t*>(memory) - size_room;
    wipe(block, *static_cast<std::size_t*>(block));
    std::free(block);
}

unsigned short_length(std::size_t size) {
    return static_cast<unsigned>(std::min<std::size_t>(size, std::numeric_limits<unsigned>::max()));
}

/// zlib's stream; `end` gives back what its beginning took.
class Stream {
  public:
    Stream(ByteView in, int (*end)(z_stream*)) : in_(in), end_(end) {
        stream_.zalloc = allocate;
        stream_.zfree = release;
    }
    ~Stream() { end_(&stream_); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    z_stream* get() noexcept { return &stream_; }

    /// Writes to `out` as far as there is room; `step` is zlib's function, `flush` what it is told at the end.
    int run(int (*step)(z_stream*, int), int flush, std::span<std::uint8_t> out) {
        // zlib counts in 32 bits, and does not write to what it reads.
        stream_.next_in = const_cast<std::uint8_t*>(in_.data());
        stream_.avail_in = short_length(in_.size());
        stream_.next_out = out.data();
        stream_.avail_out = short_length(out.size());
        const unsigned offered = stream_.avail_in;
        const unsigned room = stream_.avail_out;
        const int result = step(&stream_, offered == in_.size() ? flush : Z_NO_FLUSH);
        in_ = in_.subspan(offered - stream_.avail_in);
        written_ = room - stream_.avail_out;
        return result;
    }
    /// Of the last run.
    std::size_t written() const noexcept { return written_; }
    bool has_more_input() const noexcept { return !in_.empty(); }

  private:
    z_stream stream_{};
    ByteView in_;
    int (*end_)(z_stream*);
    std::size_t written_ = 0;
};

SecretBytes resized(const SecretBytes& old, std::size_t size) {
    SecretBytes bytes(size);
    std::ranges::copy(old.reveal().first(std::min(old.size(), size)), bytes.writable().begin());
    return bytes;
}

}  // namespace

SecretBytes deflate(ByteView plain) {
    Stream stream(plain, deflateEnd);
    if (deflateInit2(stream.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, raw_window, default_memory, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::bad_alloc();
    }
    SecretBytes out(smallest_room + plain.size());
    std::size_t size = 0;
    while (stream.run(::deflate, Z_FINISH, out.writable().subspan(size)) != Z_STREAM_END) {
        size += stream.written();
        out = resized(out, 2 * out.size());
    }
    return resized(out, size + stream.written());
}

Result<SecretBytes> inflate(ByteView deflated, std::size_t most_bytes) {
    Stream stream(deflated, inflateEnd);
    if (inflateInit2(stream.get(), raw_window) != Z_OK) throw std::bad_alloc();
    // A byte of room beyond the limit tells what reaches it from what exceeds it.
    const std::size_t most_room = std::min(most_bytes, std::numeric_limits<std::size_t>::max() - 1) + 1;
    SecretBytes out(std::min(most_room, std::max(smallest_room, deflated.size())));
    for (std::size_t size = 0;;) {
        const int result = stream.run(::inflate, Z_NO_FLUSH, out.writable().subspan(size));
        size += stream.written();
        if (size > most_bytes) return Error{Error::too_large, "the plaintext inflates beyond the limit"};
        if (result == Z_STREAM_END && !stream.has_more_input()) return resized(out, size);
        if (result != Z_OK || (size < out.size() && !stream.has_more_input())) {
            return Error{Error::malformed, "the plaintext is not one DEFLATE stream"};
        }
        out = resized(out, std::min(most_room, 2 * out.size()));
    }
}

}  // namespace watchword::jose::detail
