#pragma once
/// A bounded set of connections that read, made when they are first needed.

#include <watchword/base/result.hpp>
#include <watchword/storage/sqlite/connection.hpp>
#include <watchword/storage/sqlite/failure.hpp>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace watchword::storage::sqlite {

class Readers {
  public:
    /// `options` must outlive the readers.
    explicit Readers(const Options& options) : options_(options) {}
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Runs `work(connection)`, which gives a Result, on a free connection; waits for one if all are in use. It sees
    /// what was committed before. Thread-safe.
    template <class Work>
    auto read(Work&& work) -> std::invoke_result_t<Work&, Connection&> {
        std::unique_ptr<Connection> connection = nullptr;
        Place place(*this, connection);
        try {
            if (connection == nullptr) connection = std::make_unique<Connection>(options_, Access::read);
            return work(*connection);
        } catch (const Failure& failure) {
            if (failure.connection_is_spoiled()) connection.reset();
            return failure.error();
        }
    }

  private:
    /// One of the places at the database, with an idle connection if there is one.
    class Place {
      public:
        Place(Readers& readers, std::unique_ptr<Connection>& connection);
        ~Place();

      private:
        Readers& readers_;
        std::unique_ptr<Connection>& connection_;
    };
    static constexpr std::size_t most_connections = 4;

    const Options& options_;
    std::mutex mutex_;
    std::condition_variable place_is_free_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t in_use_ = 0;
};

}  // namespace watchword::storage::sqlite
