// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

namespace http {

/// Has libcurl open sockets that programs started by this one do not inherit; its own are inherited
/// on some systems.
void keep_sockets_private(CURL* handle);

} // namespace http
