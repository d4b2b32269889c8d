// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <chrono>
#include <optional>

namespace http {

/// Whether a fault of the transport may be over at the next try. A refused certificate and a body
/// beyond its limit are not.
bool is_transient(Fault fault);

/// Which HTTP the next try of a request goes by: HTTP/1.1 at the last one when HTTP/2 may be to
/// blame for the fault before, else whatever the server likes best.
/// @param may_be_of_http2  TransportError::may_be_of_http2() of that fault
Version version_for_retry(bool may_be_of_http2, bool is_last);

/// Whether an answer with this status may be another one at the next try: 408, 425, 429 and 5xx
/// (except 501 and 505).
bool is_transient_status(int status);

/// The wait that a Retry-After header asks for: delay seconds or an HTTP date, the latter seen from
/// the answer's own Date header (never the local clock). Nothing when absent or unreadable; zero
/// when the date is past; 24 h at most.
std::optional<std::chrono::milliseconds> retry_after(const Response& response);

/// How long to wait before try `attempt` + 1 (the first try is 1): 1 s, 2 s, 4 s … 30 s at most,
/// of which a random part between one half and all is taken.
/// @param fraction  in [0, 1): where in that range
std::chrono::milliseconds retry_delay(int attempt, double fraction);

} // namespace http
