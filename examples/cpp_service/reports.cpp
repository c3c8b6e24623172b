#include "reports.hpp"

#include <watchword/jose/json.hpp>

using watchword::guard::Principal;

namespace {

void health(const httplib::Request& /*request*/, httplib::Response& response) {
    response.set_content(R"({"status":"ok"})", "application/json");
}

void reports(const Principal& reader, const httplib::Request& /*request*/, httplib::Response& response) {
    std::string json = R"({"reader":)";
    watchword::jose::json::append_quoted(json, reader.subject());
    json += R"(,"reports":[{"id":1,"title":"Orders of this week"},{"id":2,"title":"Orders of last week"}]})";
    response.set_content(json, "application/json");
}

}  // namespace

void add_routes(httplib::Server& server, const watchword::guard::frameworks::HttplibGuard& guarded) {
    // Else cpp-httplib answers with what the exception says, in a header.
    server.set_exception_handler([](const auto&, auto& response, const auto&) { response.status = 500; });
    server.Get("/healthz", health);
    server.Get("/reports", guarded.protect({"reports:read"}, reports));
}
