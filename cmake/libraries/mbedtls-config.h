/* SPDX-License-Identifier: Apache-2.0 */
/* Appended to the configuration of Mbed TLS: where its random numbers come from on Linux. */

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
