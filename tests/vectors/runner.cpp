#include "runner.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "verdict.hpp"

namespace watchword::vectors {
namespace {

namespace fs = std::filesystem;

constexpr jose::json::Limits generous{.bytes = std::size_t{64} << 20, .depth = 64};

void judge_file(const fs::path& path, Judge& judge, Report& report) {
    const CaseName file{.file = path.filename().string()};
    const Result<jose::json::Document> document = read_vectors(path);
    if (!document) {
        report.fail(file, "a readable file of vectors", describe(document.error()));
        return;
    }
    try {
        judge.judge(path, document->root(), report);
    } catch (const std::exception& error) {
        report.fail(file, "a file of the schema", error.what());
    }
}

std::vector<fs::path> files_of(const fs::path& folder, const Judge& judge) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json" && judge.is_vector_file(entry.path())) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

Result<jose::json::Document> read_vectors(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return Error(Error::unreadable_file, path.string());
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return Error(Error::unreadable_file, path.string());
    return jose::json::Document::parse_object(text, generous);
}

std::optional<fs::path> find_vectors(std::string_view name) {
    const char* named = std::getenv("WATCHWORD_VECTORS");
    const fs::path root = named ? fs::path(named) : fs::path(WATCHWORD_SOURCE_FOLDER) / "../shared/vectors";
    const fs::path folder = root / name;
    if (!fs::is_directory(folder)) return std::nullopt;
    return folder;
}

fs::path own_vectors(std::string_view name) {
    return fs::path(WATCHWORD_SOURCE_FOLDER) / "tests/vectors" / name;
}

int run(int argc, char** argv, Judge& judge, const std::vector<std::optional<fs::path>>& folders) {
    std::vector<fs::path> files(argv + 1, argv + argc);
    const bool verbose = std::erase(files, fs::path("--verbose")) > 0;
    const bool absent = files.empty() && std::find(folders.begin(), folders.end(), std::nullopt) != folders.end();
    if (files.empty())
        for (const auto& folder : folders)
            if (folder) std::ranges::copy(files_of(*folder, judge), std::back_inserter(files));
    Report report;
    for (const fs::path& file : files)
        judge_file(file, judge, report);
    judge.summarize(verbose, report);
    if (absent)
        std::puts(
            "skipped: the shared test vectors are not here; put them beside the project as ../shared/vectors, or "
            "name their folder in WATCHWORD_VECTORS");
    return report.close();
}

}  // namespace watchword::vectors
