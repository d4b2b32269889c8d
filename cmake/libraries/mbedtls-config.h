/* SPDX-License-Identifier: Apache-2.0 */
/* Appended to the configuration of Mbed TLS: where its random numbers come from on Linux, and what a
 * client of HTTPS does not need. */

#if defined(__linux__)
#include <errno.h>
/* Mbed TLS calls getrandom() only if the C library is glibc; musl has it as well. */
#if !defined(__GLIBC__)
#include <sys/random.h>
#define HAVE_GETRANDOM
#define getrandom_wrapper getrandom
#endif
/* For kernels before 3.17, which have no getrandom(). There /dev/random, the default since 3.6.7, can hold up
 * every start for minutes on a machine without a keyboard. */
#define MBEDTLS_PLATFORM_DEV_RANDOM "/dev/urandom"
#endif

/* Servers, and TLS over datagrams. */
#undef MBEDTLS_SSL_SRV_C
#undef MBEDTLS_SSL_COOKIE_C
#undef MBEDTLS_SSL_CACHE_C
#undef MBEDTLS_SSL_PROTO_DTLS
#undef MBEDTLS_SSL_DTLS_ANTI_REPLAY
#undef MBEDTLS_SSL_DTLS_CLIENT_PORT_REUSE
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT
#undef MBEDTLS_SSL_DTLS_HELLO_VERIFY

/* Keys agreed on beforehand. */
#undef MBEDTLS_KEY_EXCHANGE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_DHE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_ECDHE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_RSA_PSK_ENABLED

/* Ciphers, a hash and curves that no public server asks for. */
#undef MBEDTLS_ARIA_C
#undef MBEDTLS_CAMELLIA_C
#undef MBEDTLS_DES_C
#undef MBEDTLS_RIPEMD160_C
#undef MBEDTLS_ECP_DP_BP256R1_ENABLED
#undef MBEDTLS_ECP_DP_BP384R1_ENABLED
#undef MBEDTLS_ECP_DP_BP512R1_ENABLED
#undef MBEDTLS_ECP_DP_SECP192K1_ENABLED
#undef MBEDTLS_ECP_DP_SECP192R1_ENABLED
#undef MBEDTLS_ECP_DP_SECP224K1_ENABLED
#undef MBEDTLS_ECP_DP_SECP224R1_ENABLED
#undef MBEDTLS_ECP_DP_SECP256K1_ENABLED
