// SPDX-License-Identifier: Apache-2.0
// The three declarations of Apple's SDK that libcurl needs: it asks for the system's proxies once, since
// that switches on the translation of IPv4 addresses in networks that have only IPv6.
#ifndef RING_SNAPSHOT_SC_DYNAMIC_STORE_COPY_SPECIFIC_H
#define RING_SNAPSHOT_SC_DYNAMIC_STORE_COPY_SPECIFIC_H

typedef const void* CFTypeRef;
typedef const struct __CFDictionary* CFDictionaryRef;
typedef const struct __SCDynamicStore* SCDynamicStoreRef;

extern CFDictionaryRef SCDynamicStoreCopyProxies(SCDynamicStoreRef store);
extern void CFRelease(CFTypeRef object);

#endif
