#include "report.hpp"

#include <cstdio>

#include "verdict.hpp"

namespace watchword::vectors {

std::string describe(const Error& error) {
    std::string out(error.name());
    if (!error.detail().empty()) out += ": " + error.detail();
    return out;
}

std::string describe(const Verdict& verdict) {
    if (!verdict.error) return "accepted";
    return "refused (" + describe(*verdict.error) + ")";
}

void Report::fail(const CaseName& name, std::string_view expected, std::string_view came) {
    ++failed_;
    std::string line = "FAILED " + name.file;
    if (!name.id.empty()) line += " " + name.id;
    if (!name.title.empty()) line += " \"" + name.title + "\"";
    line += ": expected ";
    line += expected;
    line += ", came ";
    line += came;
    std::puts(line.c_str());
}

void Report::skip(const CaseName& name, std::string_view reason) {
    ++skipped_;
    reasons_[std::string(reason)][name.file].push_back(name.id);
}

int Report::close() const {
    for (const auto& [reason, files] : reasons_) {
        std::string line = "skipped because it " + reason + ":";
        for (const auto& [file, ids] : files) {
            line += " " + file;
            for (const std::string& id : ids)
                line += " " + id;
            line += ";";
        }
        line.back() = '.';
        std::puts(line.c_str());
    }
    std::printf("%zu passed, %zu failed, %zu skipped\n", passed_, failed_, skipped_);
    return failed_ == 0 ? 0 : 1;
}

}  // namespace watchword::vectors
