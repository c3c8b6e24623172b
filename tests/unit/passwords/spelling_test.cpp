/// Every format has one spelling; anything else is refused before it costs a thing.

#include <watchword/passwords/formats.hpp>
#include <watchword/passwords/passwords.hpp>

#include <gtest/gtest.h>

namespace watchword::passwords {
namespace {

struct Spelling {
    const char* why;
    std::string encoded;
};

std::string a(std::size_t size) {
    return std::string(size, 'A');
}
std::string dots(std::size_t size) {
    return std::string(size, '.');
}
std::string zeros(std::size_t size) {
    return std::string(size, '0');
}

/// Base64 of 32 and 64 bytes of zero.
const std::string key32 = a(43);
const std::string key64 = a(86);
const std::string argon2_end = "c2FsdHNhbHRzYWx0c2FsdA$" + key32;

bool is_read(const std::string& encoded) {
    const auto verified = verify(SecretBytes("x"), encoded, {});
    EXPECT_TRUE(verified || verified.error() == Error::unsupported_password_hash) << encoded;
    return verified.has_value();
}

void expect_all_read(const std::vector<Spelling>& spellings) {
    for (const Spelling& s : spellings)
        EXPECT_TRUE(is_read(s.encoded)) << s.why << ": " << s.encoded;
}

void expect_all_refused(const std::vector<Spelling>& spellings) {
    for (const Spelling& s : spellings)
        EXPECT_FALSE(is_read(s.encoded)) << s.why << ": " << s.encoded;
}

TEST(Spelling, OfPasslibsBcryptSha256) {
    const std::string end = dots(22) + "$" + dots(31);
    expect_all_read({{"version 2", "$bcrypt-sha256$v=2,t=2b,r=4$" + end},
                     {"version 1", "$bcrypt-sha256$2b,4$" + end},
                     {"version 1 with 2a", "$bcrypt-sha256$2a,4$" + end}});
    expect_all_refused({{"version 1 spelled as 2", "$bcrypt-sha256$v=1,t=2b,r=4$" + end},
                        {"version 3", "$bcrypt-sha256$v=3,t=2b,r=4$" + end},
                        {"version 2 with 2a", "$bcrypt-sha256$v=2,t=2a,r=4$" + end},
                        {"2y", "$bcrypt-sha256$v=2,t=2y,r=4$" + end},
                        {"version 1 with 2y", "$bcrypt-sha256$2y,4$" + end},
                        {"leading zero", "$bcrypt-sha256$v=2,t=2b,r=04$" + end},
                        {"leading zero", "$bcrypt-sha256$2b,04$" + end},
                        {"order", "$bcrypt-sha256$v=2,r=4,t=2b$" + end},
                        {"cost below 4", "$bcrypt-sha256$v=2,t=2b,r=3$" + end},
                        {"cost above the cap", "$bcrypt-sha256$v=2,t=2b,r=17$" + end},
                        {"short salt", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(21) + "$" + dots(31)},
                        {"long salt", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(23) + "$" + dots(31)},
                        {"bits beyond the salt", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(21) + "a$" + dots(31)},
                        {"no digest", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(22)},
                        {"short digest", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(22) + "$" + dots(30)},
                        {"other characters", "$bcrypt-sha256$v=2,t=2b,r=4$" + dots(22) + "$+" + dots(30)}});
}

TEST(Spelling, OfPasslibsPbkdf2) {
    expect_all_read({{"SHA-1", "$pbkdf2$1$AAAA$" + a(27)},
                     {"SHA-256", "$pbkdf2-sha256$1$AAAA$" + key32},
                     {"SHA-512", "$pbkdf2-sha512$1$AAAA$" + key64},
                     {"adapted base64", "$pbkdf2-sha256$1$./..$" + key32},
                     {"128 bytes of salt", "$pbkdf2-sha256$1$" + a(171) + "$" + key32}});
    expect_all_refused({{"other hash", "$pbkdf2-sha384$1$AAAA$" + a(64)},
                        {"key of another hash", "$pbkdf2-sha256$1$AAAA$" + a(27)},
                        {"key of another hash", "$pbkdf2$1$AAAA$" + key32},
                        {"plus", "$pbkdf2-sha256$1$+AAA$" + key32},
                        {"padding", "$pbkdf2-sha256$1$AAAA$" + key32 + "="},
                        {"bits beyond the key", "$pbkdf2-sha256$1$AAAA$" + a(42) + "B"},
                        {"bits beyond the salt", "$pbkdf2-sha256$1$AB$" + key32},
                        {"no salt", "$pbkdf2-sha256$1$$" + key32},
                        {"129 bytes of salt", "$pbkdf2-sha256$1$" + a(172) + "$" + key32},
                        {"leading zero", "$pbkdf2-sha256$01$AAAA$" + key32},
                        {"sign", "$pbkdf2-sha256$+1$AAAA$" + key32},
                        {"zero", "$pbkdf2-sha256$0$AAAA$" + key32},
                        {"no iterations", "$pbkdf2-sha256$$AAAA$" + key32},
                        {"case", "$pbkdf2-SHA256$1$AAAA$" + key32},
                        {"extra field", "$pbkdf2-sha256$1$AAAA$" + key32 + "$x"}});
}

TEST(Spelling, OfPasslibsScrypt) {
    expect_all_read({{"", "$scrypt$ln=4,r=8,p=1$AAAA$" + key32}, {"", "$scrypt$ln=4,r=8,p=1$+/AA$" + key32}});
    expect_all_refused({{"order", "$scrypt$r=8,ln=4,p=1$AAAA$" + key32},
                        {"leading zero", "$scrypt$ln=04,r=8,p=1$AAAA$" + key32},
                        {"zero", "$scrypt$ln=0,r=8,p=1$AAAA$" + key32},
                        {"zero", "$scrypt$ln=4,r=0,p=1$AAAA$" + key32},
                        {"zero", "$scrypt$ln=4,r=8,p=0$AAAA$" + key32},
                        {"no salt", "$scrypt$ln=4,r=8,p=1$$" + key32},
                        {"dot for plus", "$scrypt$ln=4,r=8,p=1$./AA$" + key32},
                        {"padding", "$scrypt$ln=4,r=8,p=1$AAAA$" + key32 + "="},
                        {"31 bytes", "$scrypt$ln=4,r=8,p=1$AAAA$" + a(42)},
                        {"64 bytes", "$scrypt$ln=4,r=8,p=1$AAAA$" + key64},
                        {"N not below 2^(16 r), RFC 7914 section 6", "$scrypt$ln=16,r=1,p=1$AAAA$" + key32}});
}

TEST(Spelling, OfDjangosHashers) {
    expect_all_read({{"", "pbkdf2_sha256$1$salt$" + key32 + "="},
                     {"", "pbkdf2_sha1$1$salt$" + a(27) + "="},
                     {"", "scrypt$16$salt$8$1$" + key64 + "=="},
                     {"", "bcrypt$$2b$04$" + dots(53)},
                     {"", "bcrypt_sha256$$2b$04$" + dots(53)},
                     {"", "argon2$argon2id$v=19$m=32,t=1,p=1$" + argon2_end},
                     {"128 bytes of salt", "pbkdf2_sha256$1$" + a(128) + "$" + key32 + "="}});
    expect_all_refused({{"no padding", "pbkdf2_sha256$1$salt$" + key32},
                        {"other hash", "pbkdf2_sha512$1$salt$" + key64 + "=="},
                        {"no salt", "pbkdf2_sha256$1$$" + key32 + "="},
                        {"129 bytes of salt", "pbkdf2_sha256$1$" + a(129) + "$" + key32 + "="},
                        {"sign", "pbkdf2_sha256$+1$salt$" + key32 + "="},
                        {"digit separator", "pbkdf2_sha256$1_0$salt$" + key32 + "="},
                        {"N no power of two", "scrypt$17$salt$8$1$" + key64 + "=="},
                        {"N = 1", "scrypt$1$salt$8$1$" + key64 + "=="},
                        {"no salt", "scrypt$16$$8$1$" + key64 + "=="},
                        {"32 bytes", "scrypt$16$salt$8$1$" + key32 + "="},
                        {"one $", "bcrypt$2b$04$" + dots(53)},
                        {"broken variant", "bcrypt_sha256$$2x$04$" + dots(53)},
                        {"two $", "argon2$$argon2id$v=19$m=32,t=1,p=1$" + argon2_end},
                        {"nothing else", "argon2$"},
                        {"MD5", "md5$seasalt$95bacdd075ba3cdcbc10c691dc99e2d4"},
                        {"SHA-1", "sha1$seasalt$" + zeros(40)},
                        {"unsalted SHA-1", "sha1$$" + zeros(40)},
                        {"unsalted MD5", zeros(32)},
                        {"no usable password", "!" + a(40)}});
}

TEST(Spelling, OfWerkzeugsMethods) {
    expect_all_read({{"", "pbkdf2:sha1:1$salt$" + zeros(40)},
                     {"", "pbkdf2:sha256:1$salt$" + zeros(64)},
                     {"", "pbkdf2:sha512:1$salt$" + zeros(128)},
                     {"", "scrypt:16:8:1$salt$" + zeros(128)}});
    expect_all_refused({{"MD5", "pbkdf2:md5:1$salt$" + zeros(32)},
                        {"upper case", "pbkdf2:sha256:1$salt$" + zeros(62) + "AA"},
                        {"odd", "pbkdf2:sha256:1$salt$" + zeros(63)},
                        {"short", "pbkdf2:sha256:1$salt$" + zeros(62)},
                        {"long", "pbkdf2:sha256:1$salt$" + zeros(66)},
                        {"beyond any key", "pbkdf2:sha512:1$salt$" + zeros(260)},
                        {"no iterations", "pbkdf2:sha256$salt$" + zeros(64)},
                        {"no salt", "pbkdf2:sha256:1$$" + zeros(64)},
                        {"one more argument", "pbkdf2:sha256:1:1$salt$" + zeros(64)},
                        {"leading zero", "pbkdf2:sha256:01$salt$" + zeros(64)},
                        {"no parameters", "scrypt$salt$" + zeros(128)},
                        {"N no power of two", "scrypt:15:8:1$salt$" + zeros(128)},
                        {"32 bytes", "scrypt:16:8:1$salt$" + zeros(64)},
                        {"plain", "plain$$password"},
                        {"SHA-256 with a salt", "sha256$salt$" + zeros(64)}});
}

TEST(Spelling, OfShaCrypt) {
    expect_all_read({{"SHA-256", "$5$salt$" + dots(43)},
                     {"SHA-512", "$6$salt$" + dots(86)},
                     {"rounds", "$5$rounds=1000$0123456789abcdef$" + dots(43)}});
    expect_all_refused({{"MD5", "$1$salt$" + dots(22)},
                        {"few rounds", "$5$rounds=999$salt$" + dots(43)},
                        {"leading zero", "$5$rounds=01000$salt$" + dots(43)},
                        {"17 characters of salt", "$5$0123456789abcdefg$" + dots(43)},
                        {"no salt", "$5$$" + dots(43)},
                        {"other characters", "$5$s+lt$" + dots(43)},
                        {"other characters", "$5$salt$+" + dots(42)},
                        {"short", "$5$salt$" + dots(42)},
                        {"digest of the other", "$5$salt$" + dots(86)}});
}

}  // namespace
}  // namespace watchword::passwords
