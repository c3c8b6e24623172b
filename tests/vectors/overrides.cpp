#include "overrides.hpp"

#include "runner.hpp"
#include "verdict.hpp"

namespace watchword::vectors {

void Overrides::add(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return;
    const Result<jose::json::Document> document = read_vectors(path);
    if (!document) throw NotOfSchema(path.string() + ": " + describe(document.error()));
    for (const Value& entry : elements(document->root(), "overrides"))
        for (const Value& id : elements(entry, entry.find("ids") ? "ids" : "tcIds"))
            results_[{std::string(text(entry, "file")), text_or_json(id)}] = text(entry, "watchword");
}

std::optional<std::string> Overrides::find(const std::string& file, const std::string& id) const {
    const auto found = results_.find({file, id});
    if (found == results_.end()) return std::nullopt;
    return found->second;
}

}  // namespace watchword::vectors
