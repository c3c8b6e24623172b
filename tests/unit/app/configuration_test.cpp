#include <watchword/app/configuration.hpp>

#include "temporary_folder.hpp"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchword::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ConfigurationTest : public testing::Test {
  protected:
    Loaded load_file(const std::string& toml) {
        sources_.file = folder_.write("watchword.toml", toml);
        return load_configuration(sources_);
    }
    std::string file_place(int line) const {
        return (folder_.path() / "watchword.toml").string() + ":" + std::to_string(line);
    }
    /// The only error, as text, with the folder's name cut off.
    std::string only_error(const Loaded& loaded) const {
        if (loaded.errors.size() != 1) return std::to_string(loaded.errors.size()) + " errors";
        std::string text = loaded.errors.front().to_text();
        const std::string folder = folder_.path().string() + "/";
        const std::size_t at = text.find(folder);
        return at == std::string::npos ? text : text.erase(at, folder.size());
    }

    TemporaryFolder folder_;
    Sources sources_;
};

TEST_F(ConfigurationTest, DefaultsAreSoundAndMeanWhatTheModulesMean) {
    const Loaded loaded = load_configuration(sources_);
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_THAT(loaded.notes, IsEmpty());
    const Configuration& configuration = loaded.configuration;
    const auth::Settings expected;
    const auth::Settings settings = configuration.auth_settings(8080);
    EXPECT_EQ(settings.issuer, "http://localhost:8080");
    EXPECT_EQ(settings.scopes, expected.scopes);
    EXPECT_EQ(settings.signing_algorithm, expected.signing_algorithm);
    EXPECT_EQ(settings.lifetimes.access_token, expected.lifetimes.access_token);
    EXPECT_EQ(settings.lifetimes.refresh_idle, expected.lifetimes.refresh_idle);
    EXPECT_EQ(settings.lifetimes.refresh_absolute, expected.lifetimes.refresh_absolute);
    EXPECT_EQ(settings.lifetimes.refresh_grace, expected.lifetimes.refresh_grace);
    EXPECT_EQ(settings.lifetimes.session_idle, expected.lifetimes.session_idle);
    EXPECT_EQ(settings.lifetimes.session_absolute, expected.lifetimes.session_absolute);
    EXPECT_EQ(settings.lifetimes.key_publication, expected.lifetimes.key_publication);
    EXPECT_EQ(settings.limits.per_address.burst, expected.limits.per_address.burst);
    EXPECT_EQ(settings.limits.per_address.interval, expected.limits.per_address.interval);
    EXPECT_EQ(settings.limits.per_account.burst, expected.limits.per_account.burst);
    EXPECT_EQ(settings.limits.per_account.interval, expected.limits.per_account.interval);
    EXPECT_EQ(settings.limits.entries, expected.limits.entries);
    const http::ServerOptions server = configuration.server_options();
    const http::ServerOptions plain;
    EXPECT_EQ(server.listen, plain.listen);
    EXPECT_EQ(server.storage_threads, plain.storage_threads);
    EXPECT_EQ(server.storage_queue, plain.storage_queue);
    EXPECT_EQ(server.max_connections, plain.max_connections);
    EXPECT_EQ(server.max_connections_per_address, plain.max_connections_per_address);
    EXPECT_EQ(server.max_header_bytes, plain.max_header_bytes);
    EXPECT_EQ(server.max_body_bytes, plain.max_body_bytes);
    EXPECT_EQ(server.header_deadline, plain.header_deadline);
    EXPECT_EQ(server.body_deadline, plain.body_deadline);
    EXPECT_EQ(server.write_deadline, plain.write_deadline);
    EXPECT_EQ(server.keep_alive, plain.keep_alive);
    EXPECT_EQ(server.drain, plain.drain);
    EXPECT_FALSE(server.tls);
    const passwords::HashingPoolOptions hashing = configuration.hashing_options();
    EXPECT_EQ(hashing.parameters.memory_kib, passwords::Argon2Parameters{}.memory_kib);
    EXPECT_EQ(hashing.parameters.passes, passwords::Argon2Parameters{}.passes);
    EXPECT_EQ(hashing.queue, passwords::HashingPoolOptions{}.queue);
}

TEST_F(ConfigurationTest, FlagsBeatTheEnvironmentAndTheEnvironmentBeatsTheFile) {
    sources_.environment = {{"WATCHWORD_LISTEN", "localhost:2"}, {"WATCHWORD_DATA", "from-environment"}};
    sources_.flags = {{Setting::listen, "localhost:3"}};
    const Loaded loaded = load_file("listen = \"localhost:1\"\ndata = \"from-file\"\nlog.level = \"error\"\n");
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_EQ(loaded.configuration.text(Setting::listen), "localhost:3");
    EXPECT_EQ(loaded.configuration.place(Setting::listen), "--listen");
    EXPECT_EQ(loaded.configuration.text(Setting::data), "from-environment");
    EXPECT_EQ(loaded.configuration.place(Setting::data), "WATCHWORD_DATA");
    EXPECT_EQ(loaded.configuration.log_level(), Log::Level::error);
    EXPECT_EQ(loaded.configuration.place(Setting::log_level), file_place(3));
    EXPECT_EQ(loaded.configuration.place(Setting::issuer), "default");
}

TEST_F(ConfigurationTest, TheFileHoldsNumbersDurationsSizesAndLists) {
    const Loaded loaded = load_file(
        "scopes = [\"openid\", \"read\"]\n[lifetimes]\naccess_token = \"5m\"\nrefresh_grace = 0\n[server]\nmax_body = "
        "\"1MiB\"\n");
    EXPECT_THAT(loaded.errors, IsEmpty());
    EXPECT_THAT(loaded.configuration.list(Setting::scopes), ElementsAre("openid", "read"));
    EXPECT_EQ(loaded.configuration.number(Setting::access_token_lifetime), 300);
    EXPECT_EQ(loaded.configuration.number(Setting::refresh_grace), 0);
    EXPECT_EQ(loaded.configuration.number(Setting::max_body), 1048576);
    EXPECT_EQ(loaded.configuration.written(Setting::max_body), "1MiB");
    EXPECT_EQ(loaded.configuration.written(Setting::scopes), "openid,read");
}

TEST_F(ConfigurationTest, ListsOutsideTheFileAreSeparatedByCommasOrSpacesOrCopiedFromTheFile) {
    for (const char* written : {"openid,read", "openid read", " openid , read ", "[\"openid\", \"read\"]"}) {
        sources_.environment = {{"WATCHWORD_SCOPES", written}};
        EXPECT_THAT(load_configuration(sources_).configuration.list(Setting::scopes), ElementsAre("openid", "read"))
            << written;
    }
}

TEST_F(ConfigurationTest, AllFindingsComeAtOnce) {
    sources_.environment = {{"WATCHWORD_LOG_LEVEL", "loud"}};
    sources_.flags = {{Setting::listen, "8080"}};
    const Loaded loaded = load_file("colour = \"red\"\nsigning_algorithm = 5\n");
    EXPECT_EQ(loaded.errors.size(), 4U);
    const auto refused = require_sound(loaded);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error(), Error::invalid_configuration);
    EXPECT_THAT(refused.error().detail(), HasSubstr("There is no setting colour."));
    EXPECT_THAT(refused.error().detail(), HasSubstr("\nWATCHWORD_LOG_LEVEL: log.level is \"loud\""));
    EXPECT_THAT(refused.error().detail(), HasSubstr("\n--listen: listen is \"8080\""));
}

struct Mistake {
    const char* toml;
    const char* error;
};

TEST_F(ConfigurationTest, EachMistakeInTheFileNamesLineKeyAndWhatWouldBeRight) {
    const Mistake mistakes[] = {
        {"[lifetimes]\nacces_token = \"5m\"\n",
         "watchword.toml:2: There is no setting lifetimes.acces_token. Did you mean lifetimes.access_token?"},
        {"[lifetimes]\naccess_token = \"soon\"\n",
         "watchword.toml:2: lifetimes.access_token is \"soon\"; it must be a duration from 10s to 1d."},
        {"lifetimes.access_token = 9\n",
         "watchword.toml:1: lifetimes.access_token is 9; it must be a duration from 10s to 1d."},
        {"lifetimes.access_token = 86401\n",
         "watchword.toml:1: lifetimes.access_token is 86401; it must be a duration from 10s to 1d."},
        {"limits.per_address_burst = \"30\"\n",
         "watchword.toml:1: limits.per_address_burst is the text \"30\"; it must be a whole number from 1 to 1000000."},
        {"limits.per_address_burst = 0\n",
         "watchword.toml:1: limits.per_address_burst is 0; it must be a whole number from 1 to 1000000."},
        {"limits.per_address_burst = 1.5\n",
         "watchword.toml:1: limits.per_address_burst is a fraction; it must be a whole number from 1 to 1000000."},
        {"listen = true\n", "watchword.toml:1: listen is a boolean; it must be a text."},
        {"listen = 8080\n", "watchword.toml:1: listen is the number 8080; it must be a text."},
        {"scopes = \"openid\"\n", "watchword.toml:1: scopes is the text \"openid\"; it must be a list of texts."},
        {"scopes = [1]\n",
         "watchword.toml:1: scopes is a list that holds other things than texts; it must be a list of texts."},
        {"log.format = \"xml\"\n", "watchword.toml:1: log.format is \"xml\"; it must be one of text, json."},
        {"tls_cert = \"c.pem\"\n", "watchword.toml:1: tls_cert needs tls_key as well."},
        {"tls_key = \"k.pem\"\n", "watchword.toml:1: tls_key needs tls_cert as well."},
        {"data = \"\"\n", "watchword.toml:1: data must not be empty."},
        {"lifetimes.refresh_idle = \"91d\"\n",
         "watchword.toml:1: lifetimes.refresh_idle (91d) must not be longer than "
         "lifetimes.refresh_absolute (90d)."},
        {"lifetimes.session_absolute = \"12h\"\n",
         "watchword.toml:1: lifetimes.session_idle (1d) must not be longer than "
         "lifetimes.session_absolute (12h)."},
        {"trusted_proxies = [\"10.0.0.0/33\"]\n",
         "watchword.toml:1: trusted_proxies: \"10.0.0.0/33\" must end with a prefix "
         "length that fits, as in 10.0.0.0/8."},
        {"trusted_proxies = [\"proxy\"]\n",
         "watchword.toml:1: trusted_proxies: \"proxy\" must be an address or a network such as 10.0.0.0/8."},
        {"cors_origins = [\"*\"]\n", "watchword.toml:1: cors_origins: \"*\" must start with https:// or http://."},
        {"scopes = [\"a b\"]\n",
         "watchword.toml:1: scopes: \"a b\" must be printable ASCII without spaces, quotes and backslashes."},
        {"resources = [\"reports\"]\n",
         "watchword.toml:1: resources: \"reports\" must be an absolute URI without a fragment, "
         "as in https://api.example.com."},
    };
    for (const auto& [toml, error] : mistakes)
        EXPECT_EQ(only_error(load_file(toml)), error) << toml;
}

TEST_F(ConfigurationTest, BothSidesOfALimitAreKept) {
    EXPECT_THAT(load_file("lifetimes.access_token = 10\n").errors, IsEmpty());
    EXPECT_THAT(load_file("lifetimes.access_token = \"1d\"\n").errors, IsEmpty());
}

TEST_F(ConfigurationTest, BrokenTomlNamesItsLine) {
    EXPECT_THAT(only_error(load_file("listen = \"localhost:1\"\ndata = \n")),
                testing::StartsWith("watchword.toml:2: "));
    EXPECT_THAT(only_error(load_file("data = \"a\"\ndata = \"b\"\n")), testing::StartsWith("watchword.toml:2: "));
}

TEST_F(ConfigurationTest, AnEmptyFileIsFineAndAMissingOneIsNot) {
    EXPECT_THAT(load_file("").errors, IsEmpty());
    sources_.file = folder_.path() / "missing.toml";
    EXPECT_EQ(only_error(load_configuration(sources_)),
              "The configuration file cannot be read: missing.toml: No such file or directory");
}

TEST_F(ConfigurationTest, AnUnknownVariableIsANoteBecauseOrchestratorsInventSome) {
    sources_.environment = {{"WATCHWORD_ISUER", "x"}, {"WATCHWORD_MASTER_KEY", ""}, {"WATCHWORD_CONFIG", ""}};
    const Loaded loaded = load_configuration(sources_);
    EXPECT_THAT(loaded.errors, IsEmpty());
    ASSERT_EQ(loaded.notes.size(), 1U);
    EXPECT_EQ(loaded.notes.front().to_text(),
              "WATCHWORD_ISUER: There is no such setting; it is ignored. Did you mean issuer?");
}

TEST_F(ConfigurationTest, AServerThatOthersReachIsAskedForItsIssuer) {
    sources_.flags = {{Setting::listen, "0.0.0.0:80"}};
    EXPECT_EQ(load_configuration(sources_).notes.size(), 1U);
    sources_.flags[Setting::issuer] = "https://login.example.com";
    EXPECT_THAT(load_configuration(sources_).notes, IsEmpty());
}

TEST_F(ConfigurationTest, CheapPasswordHashesAreNoted) {
    sources_.flags = {{Setting::argon2_memory_kib, "7168"}, {Setting::argon2_passes, "5"}};
    EXPECT_THAT(load_configuration(sources_).notes, IsEmpty());
    sources_.flags[Setting::argon2_passes] = "4";
    EXPECT_EQ(load_configuration(sources_).notes.size(), 1U);
}

TEST_F(ConfigurationTest, CookiesAreSecureExceptOnLoopbackHttp) {
    using Cookies = endpoints::Settings::Cookies;
    EXPECT_EQ(load_configuration(sources_).configuration.endpoint_settings(8080).cookies, Cookies::loopback);
    sources_.flags = {{Setting::issuer, "https://login.example.com"}};
    EXPECT_EQ(load_configuration(sources_).configuration.endpoint_settings(8080).cookies, Cookies::secure);
}

TEST_F(ConfigurationTest, TheDefaultIssuerFollowsTlsAndPort) {
    sources_.flags = {{Setting::tls_cert, "c"}, {Setting::tls_key, "k"}};
    const Configuration configuration = load_configuration(sources_).configuration;
    EXPECT_EQ(configuration.issuer(8443), "https://localhost:8443");
    EXPECT_EQ(configuration.issuer(443), "https://localhost");
}

}  // namespace
}  // namespace watchword::app
