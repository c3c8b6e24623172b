#include "server.hpp"

#include <watchword/http/form.hpp>
#include <watchword/jose/base64url.hpp>

#include <algorithm>

#include <gtest/gtest.h>

namespace watchword::endpoints {
namespace {

auth::Settings with_issuer(auth::Settings settings) {
    if (settings.issuer.empty()) settings.issuer = issuer;
    return settings;
}

}  // namespace

std::string Answer::json(std::string_view name) const {
    const auto document = jose::json::Document::parse_object(body);
    if (!document) return {};
    const auto value = document->root().find(name);
    if (!value) return {};
    return value->string() ? std::string(*value->string()) : value->to_json();
}

std::string Answer::field(std::string_view name) const {
    const std::string start = "name=\"" + std::string(name) + "\"";
    const std::size_t at = body.find(start);
    if (at == std::string::npos) return {};
    const std::size_t value = body.find("value=\"", at) + 7;
    return body.substr(value, body.find('"', value) - value);
}

TestServer::TestServer(auth::Settings wanted, Settings endpoints)
    : settings(with_issuer(std::move(wanted))), endpoint_settings(std::move(endpoints)) {
    keys = auth::KeyRing::open(store.keys(), SecretBytes(32), settings, random, clock.now()).value();
    floor = auth::FailureFloor::measure(store.users(), hashing).value();
    context.emplace(auth::Context{store, *keys, hashing, limits, *floor, settings, clock, random, log});
    dependencies_.emplace(Dependencies{*context, setup, endpoint_settings});
    router_.emplace(make_router(*dependencies_));
}

Answer TestServer::send(http::Method method, std::string_view target, HeaderList headers, std::string body,
                        std::string_view content_type) {
    http::Request request;
    request.method = method;
    const std::size_t question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string_view::npos) request.query = target.substr(question + 1);
    request.headers.add("Host", "localhost:8080");
    if (!content_type.empty()) request.headers.add("Content-Type", std::string(content_type));
    for (const http::Header& header : headers)
        request.headers.add(header.name, header.value);
    request.body = std::move(body);
    request.address = "192.0.2.1";
    const auto match = router_->match(method, request.path);
    http::Response response =
        match.route != nullptr ? router_->run(*match.route, request) : router_->run_unmatched(match, request);
    return {response.status, std::move(response.headers), std::move(response.body)};
}

Answer TestServer::get(std::string_view target, HeaderList headers) {
    return send(http::Method::get, target, headers);
}

Answer TestServer::form(std::string_view target, std::string body, HeaderList headers) {
    return send(http::Method::post, target, headers, std::move(body), "application/x-www-form-urlencoded");
}

Answer TestServer::json(std::string_view target, std::string body, HeaderList headers) {
    return send(http::Method::post, target, headers, std::move(body), "application/json");
}

Answer TestServer::bearer(std::string_view target, std::string_view token) {
    return get(target, {{"Authorization", "Bearer " + std::string(token)}});
}

Answer TestServer::sign_in(std::string_view scope) {
    return form("/oauth2/token", "grant_type=password&username=alice&password=" + http::percent_encode(password) +
                                     "&scope=" + http::percent_encode(scope));
}

auth::User TestServer::add_user(std::string_view name) {
    return auth::add_user(*context, {std::string(name), std::string(name) + "@example.org", SecretBytes(password), {}})
        .value();
}

std::string TestServer::add_client(std::string_view id, std::vector<std::string> grants) {
    auth::NewClient client;
    client.id = id;
    client.grants = std::move(grants);
    client.scopes = {"openid", "read"};
    return basic(id, auth::add_client(*context, client).value().secret);
}

std::string TestBrowser::cookie_header() const {
    std::string header;
    for (const auto& [name, value] : cookies)
        header += (header.empty() ? "" : "; ") + name + '=' + value;
    return header;
}

Answer TestBrowser::remember(Answer answer) {
    for (const std::string_view set : answer.headers.all("Set-Cookie")) {
        const std::string_view pair = set.substr(0, set.find(';'));
        const std::string name(pair.substr(0, pair.find('=')));
        if (set.find("Max-Age=0") != std::string_view::npos) {
            cookies.erase(name);
        } else {
            cookies[name] = pair.substr(pair.find('=') + 1);
        }
    }
    if (const std::string token = answer.field("csrf"); !token.empty()) form_token_ = token;
    return answer;
}

Answer TestBrowser::get(std::string_view target) {
    return remember(server_.send(http::Method::get, target, {{"Cookie", cookie_header()}}));
}

Answer TestBrowser::submit(std::string_view target, std::string body) {
    return submit_as_is(target, body + (body.empty() ? "" : "&") + "csrf=" + form_token_);
}

Answer TestBrowser::submit_as_is(std::string_view target, std::string body, std::string_view origin) {
    return remember(server_.send(http::Method::post, target,
                                 {{"Cookie", cookie_header()}, {"Origin", std::string(origin)}}, std::move(body),
                                 "application/x-www-form-urlencoded"));
}

Answer TestBrowser::sign_in(std::string_view name, std::string_view with_password) {
    get("/login");
    return submit("/login",
                  "username=" + http::percent_encode(name) + "&password=" + http::percent_encode(with_password));
}

std::string basic(std::string_view id, std::string_view secret) {
    std::string text = jose::encode_base64url(as_bytes(std::string(id) + ':' + std::string(secret)));
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    return "Basic " + text + std::string((4 - text.size() % 4) % 4, '=');
}

}  // namespace watchword::endpoints
