#pragma once
/// Key files as OpenSSL writes them. None of these keys is used for anything else.

#include <string_view>

namespace watchword::jose::pem_files {

/// EC PARAMETERS and SEC1, as `openssl ecparam -genkey` writes them. All P-256 files here hold the same key.
inline constexpr std::string_view with_parameters = R"(-----BEGIN EC PARAMETERS-----
BggqhkjOPQMBBw==
-----END EC PARAMETERS-----
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIBUaze/5zZ9Y5ACJ7g+F/U2Jmaf5iU3WdvoeTqAGoILhoAoGCCqGSM49
AwEHoUQDQgAE1ImXZccyboFU0+UcSFg8pI0VqLEwpxobsWq0TtZwwb0RTo/FTae3
G2QvKEq2RuLVXCLACf0WOwHjnTpQYIv1Sw==
-----END EC PRIVATE KEY-----
)";

/// SEC1.
inline constexpr std::string_view sec1 = R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIBUaze/5zZ9Y5ACJ7g+F/U2Jmaf5iU3WdvoeTqAGoILhoAoGCCqGSM49
AwEHoUQDQgAE1ImXZccyboFU0+UcSFg8pI0VqLEwpxobsWq0TtZwwb0RTo/FTae3
G2QvKEq2RuLVXCLACf0WOwHjnTpQYIv1Sw==
-----END EC PRIVATE KEY-----
)";

/// PKCS#8.
inline constexpr std::string_view pkcs8 = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFRrN7/nNn1jkAInu
D4X9TYmZp/mJTdZ2+h5OoAagguGhRANCAATUiZdlxzJugVTT5RxIWDykjRWosTCn
GhuxarRO1nDBvRFOj8VNp7cbZC8oSrZG4tVcIsAJ/RY7AeOdOlBgi/VL
-----END PRIVATE KEY-----
)";

/// SubjectPublicKeyInfo.
inline constexpr std::string_view public_key = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1ImXZccyboFU0+UcSFg8pI0VqLEw
pxobsWq0TtZwwb0RTo/FTae3G2QvKEq2RuLVXCLACf0WOwHjnTpQYIv1Sw==
-----END PUBLIC KEY-----
)";

/// X.509.
inline constexpr std::string_view certificate = R"(-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUBfMPppaDgdRiYPOcKSK/XldKUo8wCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHZXhhbXBsZTAgFw0yNjExMjIxMzMxNTJaGA8yMTI2MTAyOTEz
MzE1MlowEjEQMA4GA1UEAwwHZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABNSJl2XHMm6BVNPlHEhYPKSNFaixMKcaG7FqtE7WcMG9EU6PxU2ntxtkLyhK
tkbi1VwiwAn9FjsB4506UGCL9UujUzBRMB0GA1UdDgQWBBTJQZYezw+uO/CaGT/T
oYmFGDMYQzAfBgNVHSMEGDAWgBTJQZYezw+uO/CaGT/ToYmFGDMYQzAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEr7SoE1iqZAM+1JEA4FmTT4HgP7
V+CKhYOTqOIEdWerAiAze7cr+HnrfhpnSbuxL6QVVjJAeSBeB/56xKVJodK3+w==
-----END CERTIFICATE-----
)";

/// PKCS#8, encrypted with the passphrase "x".
inline constexpr std::string_view encrypted_pkcs8 = R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAibQrcw6dL9VwICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMvmRtGtAt2ArjLImqqwHXoEgZAQ
+39Q49NEEPWetDatLBB/TGtyn1Us6GuP2Nm8WYd7OUMXNs6E37+Qa93qPIqOgGVl
OptwNswJYBT0dA7OVNoVA1xcMoBg1Qb7SBIOMkAQwMpY4ehVuHsEJrkMrZpLEiqa
xUQ31g57y/wMpfQOGHdBbrC4XwWd+5FIMpeJj3X/YBZjf7hNTgqccBcxrUjU1o4=
-----END ENCRYPTED PRIVATE KEY-----
)";

/// SEC1, encrypted as in RFC 1421.
inline constexpr std::string_view encrypted_sec1 = R"(-----BEGIN EC PRIVATE KEY-----
Proc-Type: 4,ENCRYPTED
DEK-Info: AES-128-CBC,75FEC3F91352F3110FF0826FD2898FFF

DqWtKlKZZYQ6t8GUTq04ApzULgFKvnkrbZ33vVA+3a8zzqq6bZ03TFh24C0VsvYt
EmmAHEcgRbm/QOXiE+N0dKjuXod3tcOrvzx7lgaTCAVrNqW52KOqQIxqHlo7ieeT
uza5IIJ/rPIvov2tdv0DXVYyoP8Q7FWZ4jqUDmfMFwY=
-----END EC PRIVATE KEY-----
)";

/// P-256 with all its parameters spelled out.
inline constexpr std::string_view explicit_parameters = R"(-----BEGIN EC PRIVATE KEY-----
MIIBaAIBAQQgUDwNTrjPl0wL/1WfpqgKsct5hPe+edgUJuvkOOaCaRmggfowgfcC
AQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////////////
MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57Pr
vVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ44ROdJreBn36QBEEE
axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54W
K84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA//////////+85vqtpxeehPO5ysL8
YyVRAgEBoUQDQgAEwONLRycfS4WGvHECJsoqfJrUMvBnvIB1OO0ymp/vT0sh2cQZ
DWUrvfLXNKlm0TPxZFGWD5XFLxvBOfkt3DWFrw==
-----END EC PRIVATE KEY-----
)";

/// PKCS#1, public.
inline constexpr std::string_view rsa_public_pkcs1 = R"(-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAvdVSMfWBSb96oGwPwoWlKW/rn6bC+LNjkiPlpA9cQVWTmHSIhBZG
g0xix7pgO2rbFFy8ML/PAUO54rcT6cCR1mnKbIbCzt9JmHSwqbeBhnc0UW6TfEYC
ZUT13OCkYYmvuu1iUOti8dNe4Dcn8y4X8tD/MmHEjjqb3PoHAECieleJ5PRxzFoc
QAPyqMb9za1WK1eErObIPd2dDDjSi5+XcIYvLmCaCEyLlQRhtgHmIYfG0x1K3jET
GLzYfzqsmNBYjqiNtJONIY4tpZBMgZ3nyCGxvaZaFZLoqJ6UYMlDD3CmD/g+RMdu
xVtC3wqKrGBD0DNC9yabt7PdLpXVSqsMPQIDAQAB
-----END RSA PUBLIC KEY-----
)";

/// The same RSA key as SubjectPublicKeyInfo.
inline constexpr std::string_view rsa_public = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvdVSMfWBSb96oGwPwoWl
KW/rn6bC+LNjkiPlpA9cQVWTmHSIhBZGg0xix7pgO2rbFFy8ML/PAUO54rcT6cCR
1mnKbIbCzt9JmHSwqbeBhnc0UW6TfEYCZUT13OCkYYmvuu1iUOti8dNe4Dcn8y4X
8tD/MmHEjjqb3PoHAECieleJ5PRxzFocQAPyqMb9za1WK1eErObIPd2dDDjSi5+X
cIYvLmCaCEyLlQRhtgHmIYfG0x1K3jETGLzYfzqsmNBYjqiNtJONIY4tpZBMgZ3n
yCGxvaZaFZLoqJ6UYMlDD3CmD/g+RMduxVtC3wqKrGBD0DNC9yabt7PdLpXVSqsM
PQIDAQAB
-----END PUBLIC KEY-----
)";

/// Its private half, PKCS#1.
inline constexpr std::string_view rsa_private_pkcs1 = R"(-----BEGIN RSA PRIVATE KEY-----
MIIEpAIBAAKCAQEAvdVSMfWBSb96oGwPwoWlKW/rn6bC+LNjkiPlpA9cQVWTmHSI
hBZGg0xix7pgO2rbFFy8ML/PAUO54rcT6cCR1mnKbIbCzt9JmHSwqbeBhnc0UW6T
fEYCZUT13OCkYYmvuu1iUOti8dNe4Dcn8y4X8tD/MmHEjjqb3PoHAECieleJ5PRx
zFocQAPyqMb9za1WK1eErObIPd2dDDjSi5+XcIYvLmCaCEyLlQRhtgHmIYfG0x1K
3jETGLzYfzqsmNBYjqiNtJONIY4tpZBMgZ3nyCGxvaZaFZLoqJ6UYMlDD3CmD/g+
RMduxVtC3wqKrGBD0DNC9yabt7PdLpXVSqsMPQIDAQABAoIBADMAZpJskr1FGAWU
stFAxcRxwNzGWXim/ZfsVAy1YcRd4QcjO/A86dnpwlpFzQf5p/17AsaYKd39m6n5
JPz201fHWW658AnTfLrckwAuALsnOKOuMSrAxnD9y455vkBEVTXEBFeYPh+ZedKE
jxOrLRz8IKwhD0VlIq4GcK4VL3HtrwaL+7y+mWpxQrJWnKb3vvxByGAsWgA3hsJx
gHigkv6cEwY4hgfCJx+py8It/LB2nK7YWSrJ+DClC45dBn5S8kAFF1xI/DeUAUiW
WSHIdzyGfCDzWyrWnASbA16FhY64DhSk7k60yfiiLelbalJl+MhotcdzY+/xFu5S
YbldjAMCgYEA8DqkGj+EvFYUL/sS57Qu1kdcfnI8HViQ+wTncDU7oevNNf+OW5IG
3heWCbEL5gm90HaR4Rrh/mF/YCjQ1ZqkVXom/E6YdhDt3N78asBp0/2l77jJZ+Gn
bZh5VF7QwIbgeNOsfXcCS4fbkTApZECNWqQWA9eoScY/DqPshPjPSO8CgYEAyku2
yet+ZCbCTSu5q2buhJnp5wVzHieZFKgTHvmmsUaYZW4/gpicepGibo460ufXYUTw
jEyHSGEe5B5QAXFCIAr0xYJE6cRXwImiav0lug4Ft/sHCRls3/v1ETolDpnmTYvP
mmV2yk/d8bTKztMqJqkbvTDK7dfD2BSn/XFAhZMCgYEAhvn78H+V/hhDeX4R7jxQ
QLeR4b4fxsFXnKLxwxs16VHLWLbBbvQKhcks1T80F0mL7FBiwN9Q8ZQodIgaZppg
EWLz+rnSciwq6fokS3rXO3R+QsZJ6+NfJnYQXfZ0RmjCQUF13nz6viOUm+w6pYib
o70kXX5ToTgRgBFcuI3wMeMCgYBkLIwOfzvuUjcjScS+eNEh/qmSCePQieFHFlep
ngyKep/aknaGsBXEqDtcLbg5Wi8QbrgDcZ4IHHfUlKIfpLsO7P36lCCV9fFSWZWB
D2xQLsNsMLVyLxH39GeNqVJSYalmuxYJqbbiRhxspY9MTcrwrAsda30BvDex18C8
QwmlWwKBgQDkD26C4QZTt212VsmIrxbZWVPNb3lJttm5wu80YgGCKibYNYjRitaX
Rzx3wJgt/+bDCQW+anPkWpYQy5VyKhVeZHpYjenL1DemgJcbJplm9Lks1SpDVSbK
z2zZayQkcvtD1NiJPzYUu1VVP5rI5cwmpxKzCdq4dykOsWFM0p3wnQ==
-----END RSA PRIVATE KEY-----
)";

/// PKCS#8 of an Ed25519 key.
inline constexpr std::string_view ed25519_pkcs8 = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIGzaRLvNJsymzOS7YPOLcb7HSeWGRQ3dDDiuljc+sXE4
-----END PRIVATE KEY-----
)";

/// PKCS#8 of an X25519 key, which cannot sign.
inline constexpr std::string_view x25519_pkcs8 = R"(-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIAhfM7Be6bzjh/KpT4ltQ4DRCqzCbw/NVyfC037Or69R
-----END PRIVATE KEY-----
)";

/// RFC 8410 section 10.3: Ed25519 with attributes and the public key, version 2 of PKCS#8.
inline constexpr std::string_view ed25519_pkcs8_version_2 = R"(-----BEGIN PRIVATE KEY-----
MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
Z9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PRIVATE KEY-----
)";

}  // namespace watchword::jose::pem_files
