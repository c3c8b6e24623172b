#pragma once
/// Keys that must be refused, and why.

#include <string_view>

namespace watchword::jose::bad {

/// 1024 bits.
inline constexpr std::string_view rsa_1024 =
    R"({"kty":"RSA","n":"v9v5WUC_QBCIIO697yn6iZLV74MPmhYl2o5SLQchNdJo4Toml5CTS97u-tFUMf3LQEZGSpnBBOVhDQ)"
    R"(L4p4gsSEUghd7iA0W8z263WQenenAyA1ikWRx-PKcz-L_kXcK57y4jqBlKSsB11XRZk3Ly2dmhenXY2fpHfODqXQbgSf0",")"
    R"(e":"AQAB","kid":"imp","alg":"RS256","use":"sig"})";

/// CVE-2017-15361: made by a flawed generator.
inline constexpr std::string_view roca =
    R"({"kty":"RSA","n":"j6lk5lX8gD3RdpX1glmNqlgKdQK0dGS4NBx0IGKR9N7c3tkiInSlmh8AHQGrAHf71r24RRYMhPRlJl)"
    R"(VAe2V-WO3GFaS36zLtPPrKEPTJQSGdY1ZM-P2BIBeZux33WmGTCAhygSUM0DRAx3ObBMYHoKjfg4itYUkOWZ2dZU0OsxQWG2)"
    R"(uZ_Slp1Gq5E1IGWFjT7lqywPrYG-JL1mZ_kUP7amc3m85g2mkFFFSBHJLqqFVL_RSq5KMmHH8EQ2bkP7AFMIM3iaaHPnzTD0)"
    R"(zGtfgnJipb-DawC8y_xVMC-LIvt-q84x3sQl49xwgqL11Ex59DOnvAsQ8QRX_wsrSAS6Iekw","e":"AQAB","kid":"imp")"
    R"(,"alg":"RS256","use":"sig"})";

/// 2047 bits.
inline constexpr std::string_view rsa_2047 =
    R"({"kty":"RSA","n":"XpZ1hfwvJ6WMatFto92lIQfx4LU5YR0FRhsna8wiNrnUj5ZEKqF5DnVaIp0oR11_FKkemZsKEjMfkB)"
    R"(Xrpio5N8UUUWd33a4S_PRNcS_a3v3srih1GlC96yDChtEVxAS4VBRUS254Fdcoi_k1m0dT7FH8bF7O-mjbQdwZKIDSj4co3Z)"
    R"(Ji973C2ZrtES_Czcza1rQULpxbFHqUM5mIRd5C1rqgrWVzeqgc0IilSbGfOHfwPMc4H3ijhzGjEoMiKlG7O9AuQU35ofnfeg)"
    R"(VlGOihrZh_b-8PfsezdSy4hS8hUghBWGRPQXa6ECaU_j-RJrIUtL9B86VPKiOENT30NtLBIw","e":"AQAB","kid":"imp")"
    R"(,"alg":"RS256","use":"sig"})";

/// `x5c` is a certificate of another key.
inline constexpr std::string_view foreign_certificate =
    R"({"kty":"RSA","n":"vSzrC_heT0sY1aLbR7tKQg_jwWpywjoKjDZO15hEbXOpHyyIVULyHOq0RTpQjrr-KVI9MzYUJGY_IC)"
    R"(vXTFRyb4ooos7vu1wl-eia4l-1vfvZXFDqNKF71kGFDaIriAlwqCioltzwK65RF_JrNo6n2KP42L2d9NG2g7gyUQGlHw5Ruy)"
    R"(TF73uFszXaIl-Fm5m1rWgoXTi2KPUoZzMQi7yFrXVBWsrm9VA5oRFKk2M-cO_geY5wPvFHDmNGJQZEVKN2d6BcgpvzQ_O-9A)"
    R"(rKMdFDWzD-394e_Y9m6llxCl5CpBCCsMiegu10IE0p_H8iTWQpaX6D50qeVEcIanvobaWCRw","e":"AQAB","kid":"q-at)"
    R"(t_rsa","x5c":["MIICqzCCAZOgAwIBAgIBATANBgkqhkiG9w0BAQsFADAZMRcwFQYDVQQDDA5pc3N1ZXIuZXhhbXBsZTAeF)"
    R"(w0yMzAxMDEwMDAwMDBaFw00MDAxMDEwMDAwMDBaMBkxFzAVBgNVBAMMDmlzc3Vlci5leGFtcGxlMIIBIjANBgkqhkiG9w0BA)"
    R"(QEFAAOCAQ8AMIIBCgKCAQEAy/7rIIcxW+UXmbXbzKBYPwwyi7jr1rD0X2biBCrtNta5NivTqnRLe5Qd+zCdWzdYBa4LKM8JC)"
    R"(URi0cIiOwBI3Us3tysDnDdDQXNlFBHVljkbPFv3KwjTV/jK3lVWEq3sZAOtmY/GdgEwhKzAfh/ZNN10303j+GR8xaZCZhZVq)"
    R"(0HwVNq/+Py29zy6Pc3/ROKl5JOrV47B4OP++qsMCR2q9KIC/iSqrYV5EFBo9hjpZBwFykFf4dESPq6z2wmyP9nqJfcgJrK5M)"
    R"(JpKjmH2lUL3qITE0bdaqp4am0xAjPhbW0aAD1lE4Iw1623OcDLVc51GdAcyS3I5HqfNanJ3m1IRQwIDAQABMA0GCSqGSIb3D)"
    R"(QEBCwUAA4IBAQCwUoBhQ1xasV7QUu7Hjr3cFAjeWZCHQh9hTdfw9PbKVX1d3g9nGNN6RCLutCy9bmRhSWmo7AUKsIF4bdpvK)"
    R"(EodHGxHMAI5rn045OMX6qCMjva0gmqieK8sx3sFdM/o59yQcgFyD0Huj54M9o/C0MvIcoHNvhHj+jE1YIX1gCFLLjOru9Xsi)"
    R"(oio4KyC05H/YbtfJTcivl6vY+B/e2VGh2VgpoTIjFCmzrS7otX7DQ3LRnuJlaRrE+GcepzgRMXUVviMla6b/Ovc+W8VXSh2y)"
    R"(X6R52DwODE0paQ58nHWhacTm4JdMmnnFCoHoRyrMyGESQ8ig96ro2xdoEwpn77sz4W1"]})";

}  // namespace watchword::jose::bad
