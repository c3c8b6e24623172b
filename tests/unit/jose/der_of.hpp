#pragma once
/// From PEM to DER, by OpenSSL.

#include <watchword/base/bytes.hpp>

#include <string_view>

#include <gtest/gtest.h>
#include <openssl/pem.h>

namespace watchword::jose {

/// What stands in the last block of a PEM file.
inline Bytes der_of(std::string_view pem) {
    const std::size_t begin = pem.rfind("-----BEGIN ");
    BIO* const bio = BIO_new_mem_buf(pem.data() + begin, static_cast<int>(pem.size() - begin));
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    EXPECT_EQ(PEM_read_bio(bio, &label, &header, &data, &size), 1);
    Bytes der(data, data + size);
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_free(data);
    BIO_free(bio);
    return der;
}

}  // namespace watchword::jose
