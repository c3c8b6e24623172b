#include "losing_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <random>
#include <vector>

#include <sqlite3.h>

namespace watchword::test {
namespace {

constexpr std::size_t sector = 512;

/// One file as all its openers see it, and which sectors the disk does not have yet.
struct Image {
    std::vector<std::uint8_t> live;
    std::map<std::size_t, bool> dirty;  ///< sector -> whether the cache still promises to write it
    bool size_is_dirty = false;
};

struct World {
    std::mutex mutex;
    std::map<std::string, std::shared_ptr<Image>> images;
    bool without_power = false;
    LosingVfs* faults = nullptr;
    sqlite3_vfs* system = nullptr;
    sqlite3_vfs vfs{};
};
World* world = nullptr;

/// What SQLite allocates for each open file; the system's own file lies behind it.
struct File {
    sqlite3_file base;
    Image* image;
    std::shared_ptr<Image>* owner;
    sqlite3_file* real;
};
File& self(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
    return self(file).real;
}

int write_sector(File& file, std::size_t at) {
    const std::size_t begin = at * sector;
    if (begin >= file.image->live.size()) return SQLITE_OK;
    const std::size_t size = std::min(sector, file.image->live.size() - begin);
    return file.real->pMethods->xWrite(file.real, file.image->live.data() + begin, static_cast<int>(size),
                                       static_cast<sqlite3_int64>(begin));
}

int close_file(sqlite3_file* file) {
    const std::lock_guard lock(world->mutex);
    const int code = real(file)->pMethods->xClose(real(file));
    delete self(file).owner;
    return code;
}

int read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    const std::lock_guard lock(world->mutex);
    if (world->without_power || world->faults->reads_fail) return SQLITE_IOERR_READ;
    const std::vector<std::uint8_t>& live = self(file).image->live;
    const auto begin = std::min(static_cast<std::size_t>(offset), live.size());
    const auto size = std::min(static_cast<std::size_t>(amount), live.size() - begin);
    if (size != 0) std::memcpy(out, live.data() + begin, size);
    std::memset(static_cast<char*>(out) + size, 0, static_cast<std::size_t>(amount) - size);
    return size == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
    const std::lock_guard lock(world->mutex);
    if (world->without_power) return SQLITE_IOERR_WRITE;
    Image& image = *self(file).image;
    const auto begin = static_cast<std::size_t>(offset);
    const auto end = begin + static_cast<std::size_t>(amount);
    if (end > image.live.size()) {
        if (world->faults->disk_is_full) return SQLITE_FULL;
        image.live.resize(end);
        image.size_is_dirty = true;
    }
    std::memcpy(image.live.data() + begin, data, static_cast<std::size_t>(amount));
    for (std::size_t at = begin / sector; at * sector < end; ++at) {
        image.dirty[at] = true;
    }
    return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    const std::lock_guard lock(world->mutex);
    if (world->without_power) return SQLITE_IOERR_TRUNCATE;
    self(file).image->live.resize(static_cast<std::size_t>(size));
    self(file).image->size_is_dirty = true;
    return SQLITE_OK;
}

int sync(sqlite3_file* file, int flags) {
    const std::lock_guard lock(world->mutex);
    if (world->without_power) return SQLITE_IOERR_FSYNC;
    ++world->faults->syncs;
    if (world->faults->sync_is_a_lie) return SQLITE_OK;
    Image& image = *self(file).image;
    if (world->faults->failing_syncs > 0) {
        --world->faults->failing_syncs;
        image.dirty.clear();  // the kernel calls the pages clean now: a later fsync will not write them
        return SQLITE_IOERR_FSYNC;
    }
    for (const auto& [at, dirty] : image.dirty) {
        if (const int code = write_sector(self(file), at); code != SQLITE_OK) return code;
    }
    image.dirty.clear();
    if (image.size_is_dirty) {
        const int code = real(file)->pMethods->xTruncate(real(file), static_cast<sqlite3_int64>(image.live.size()));
        if (code != SQLITE_OK) return code;
        image.size_is_dirty = false;
    }
    static_cast<void>(flags);  // the real disk need not hurry: only this process looks at it
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    const std::lock_guard lock(world->mutex);
    *size = static_cast<sqlite3_int64>(self(file).image->live.size());
    return SQLITE_OK;
}

int lock_file(sqlite3_file* f, int level) {
    return real(f)->pMethods->xLock(real(f), level);
}
int unlock_file(sqlite3_file* f, int level) {
    return real(f)->pMethods->xUnlock(real(f), level);
}
int check_reserved(sqlite3_file* f, int* out) {
    return real(f)->pMethods->xCheckReservedLock(real(f), out);
}
// Size hints and the like would reach around the image.
int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
    return sector;
}
// Above all SQLITE_IOCAP_POWERSAFE_OVERWRITE: what this disk loses, it loses whole, beside what is written.
int characteristics(sqlite3_file* f) {
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
void shm_barrier(sqlite3_file* f) {
    real(f)->pMethods->xShmBarrier(real(f));
}
int shm_unmap(sqlite3_file* f, int remove) {
    return real(f)->pMethods->xShmUnmap(real(f), remove);
}

constexpr sqlite3_io_methods methods{.iVersion = 2,
                                     .xClose = close_file,
                                     .xRead = read,
                                     .xWrite = write,
                                     .xTruncate = truncate,
                                     .xSync = sync,
                                     .xFileSize = file_size,
                                     .xLock = lock_file,
                                     .xUnlock = unlock_file,
                                     .xCheckReservedLock = check_reserved,
                                     .xFileControl = file_control,
                                     .xSectorSize = sector_size,
                                     .xDeviceCharacteristics = characteristics,
                                     .xShmMap = shm_map,
                                     .xShmLock = shm_lock,
                                     .xShmBarrier = shm_barrier,
                                     .xShmUnmap = shm_unmap,
                                     .xFetch = nullptr,
                                     .xUnfetch = nullptr};

/// The first opener of a file reads what the disk holds.
int load(sqlite3_file* real_file, Image& image) {
    sqlite3_int64 size = 0;
    if (const int code = real_file->pMethods->xFileSize(real_file, &size); code != SQLITE_OK) return code;
    image.live.resize(static_cast<std::size_t>(size));
    return size == 0 ? SQLITE_OK : real_file->pMethods->xRead(real_file, image.live.data(), static_cast<int>(size), 0);
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* out, int flags, int* out_flags) {
    const std::lock_guard lock(world->mutex);
    File& file = *new (out) File{};
    if (world->without_power) return SQLITE_CANTOPEN;
    file.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(out) + sizeof(File));
    if (const int code = world->system->xOpen(world->system, path, file.real, flags, out_flags); code != SQLITE_OK) {
        return code;
    }
    std::shared_ptr<Image>& known = world->images[path != nullptr ? path : ""];
    if (known == nullptr) {
        known = std::make_shared<Image>();
        if (const int code = load(file.real, *known); code != SQLITE_OK) return code;
    }
    file.owner = new std::shared_ptr<Image>(known);
    file.image = known.get();
    file.base.pMethods = &methods;
    return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* path, int sync_folder) {
    const std::lock_guard lock(world->mutex);
    if (world->without_power) return SQLITE_IOERR_DELETE;
    world->images.erase(path);
    return world->system->xDelete(world->system, path, sync_folder);
}

int access_file(sqlite3_vfs*, const char* path, int flags, int* out) {
    return world->system->xAccess(world->system, path, flags, out);
}
int full_path(sqlite3_vfs*, const char* path, int size, char* out) {
    return world->system->xFullPathname(world->system, path, size, out);
}
int random_bytes(sqlite3_vfs*, int size, char* out) {
    return world->system->xRandomness(world->system, size, out);
}
int sleep_for(sqlite3_vfs*, int micros) {
    return world->system->xSleep(world->system, micros);
}
int current_time(sqlite3_vfs*, sqlite3_int64* out) {
    return world->system->xCurrentTimeInt64(world->system, out);
}
int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

/// What the disk had begun to write when the power went.
void keep_some(const std::string& path, const Image& image, std::mt19937_64& random) {
    std::fstream disk(path, std::ios::in | std::ios::out | std::ios::binary);
    for (const auto& [at, dirty] : image.dirty) {
        const std::size_t begin = at * sector;
        if (begin >= image.live.size() || random() % 2 == 0) continue;
        disk.seekp(static_cast<std::streamoff>(begin));
        disk.write(reinterpret_cast<const char*>(image.live.data() + begin),
                   static_cast<std::streamsize>(std::min(sector, image.live.size() - begin)));
    }
}

}  // namespace

void LosingVfs::cut_power(std::uint64_t seed) {
    const std::lock_guard lock(world->mutex);
    world->without_power = true;
    if (seed == 0) return;
    std::mt19937_64 random(seed);
    for (const auto& [path, image] : world->images) {
        keep_some(path, *image, random);
    }
}

LosingVfs::LosingVfs() {
    world = new World;
    world->faults = this;
    world->system = sqlite3_vfs_find(nullptr);
    sqlite3_vfs& vfs = world->vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(File)) + world->system->szOsFile;
    vfs.mxPathname = world->system->mxPathname;
    vfs.zName = name_.c_str();
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = random_bytes;
    vfs.xSleep = sleep_for;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time;
    sqlite3_vfs_register(&vfs, 0);
}

LosingVfs::~LosingVfs() {
    sqlite3_vfs_unregister(&world->vfs);
    delete world;
    world = nullptr;
}

}  // namespace watchword::test
