// SPDX-License-Identifier: Apache-2.0
#include "http/curl/curl_transfer.hpp"

#include "base/text/ascii.hpp"
#include "http/certificates.hpp"
#include "http/curl/curl_certificates.hpp"
#include "http/curl/curl_failure.hpp"
#include "http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>
#include <type_traits>

namespace http {

namespace {

constexpr std::chrono::milliseconds k_longest_connect = std::chrono::seconds(10);
constexpr long k_longest_idle_seconds = 55;

base::Error cannot_send(const std::string& why) {
    return {base::ErrorCode::unexpected, "cannot send a request: " + why};
}

bool uses_tls(std::string_view url) {
    return origin_of(url).starts_with("https:");
}

} // namespace

std::string display_host(const std::string& url) {
    const std::string origin = origin_of(url);
    const auto end_of_scheme = origin.find("://");
    return end_of_scheme == std::string::npos ? "an unreadable address"
                                              : origin.substr(end_of_scheme + 3);
}

CurlTransfer::CurlTransfer(const Request& request)
    : m_request(request),
      m_host(display_host(request.url)),
      m_handle(curl_easy_init()),
      m_error_text(std::make_unique<char[]>(CURL_ERROR_SIZE)) {
    if (!m_handle) {
        throw std::bad_alloc();
    }
    if (origin_of(request.url).empty()) {
        throw cannot_send("not an absolute http or https address");
    }
    set_connection();
    set_certificates();
    set_method_and_body();
    set_headers();
    set_callbacks();
}

template <typename Value>
void CurlTransfer::set(CURLoption option, Value value) {
    // libcurl reads its variadic argument as long, pointer or curl_off_t, never as int.
    static_assert(std::is_same_v<Value, long> || std::is_same_v<Value, curl_off_t> ||
                  std::is_pointer_v<Value>);
    if (const CURLcode code = curl_easy_setopt(m_handle.get(), option, value); code != CURLE_OK) {
        throw cannot_send(fmt::format("libcurl refuses option {}: {}", static_cast<int>(option),
                                      curl_easy_strerror(code)));
    }
}

void CurlTransfer::set_connection() {
    const bool with_tls = uses_tls(m_request.url);
    set(CURLOPT_URL, m_request.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_MAXAGE_CONN, k_longest_idle_seconds);
    // Without TLS nothing says early which HTTP a server speaks, so that waiting for that would
    // hold every request to it until the first one is answered.
    const bool http2 = with_tls && m_request.version == Version::any;
    set(CURLOPT_HTTP_VERSION,
        static_cast<long>(http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
    set(CURLOPT_PIPEWAIT, http2 ? 1L : 0L);
    // libcurl repeats a request when the connection that it had kept turns out dead, even though
    // the server may have read it; on a connection of its own it never does. And a kept one may
    // speak HTTP/2, whatever is asked for; others are not to find one that does not.
    const bool must_be_http1 = with_tls && m_request.version == Version::http1;
    const bool is_alone = must_be_http1 || m_request.stop_grace > std::chrono::milliseconds(0);
    set(CURLOPT_FRESH_CONNECT, is_alone ? 1L : 0L);
    set(CURLOPT_FORBID_REUSE, must_be_http1 ? 1L : 0L);
    // The time limit is the driver's business: it counts the time in its queue, too.
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(k_longest_connect.count()));
#if LIBCURL_VERSION_NUM >= 0x075700
    // Otherwise giving up a transfer waits for its name look-up, and all others wait with it.
    set(CURLOPT_QUICK_EXIT, 1L);
#endif
    set(CURLOPT_ERRORBUFFER, m_error_text.get());
}

void CurlTransfer::set_certificates() {
    Certificates certificates = trusted_certificates();
    // Without TLS there is nothing to check, and so nothing to miss.
    certificates.none = certificates.none && uses_tls(m_request.url);
    check_certificates(m_handle.get(), certificates, m_host);
}

void CurlTransfer::set_method_and_body() {
    const std::string& method = m_request.method;
    if (method == "HEAD") {
        set(CURLOPT_NOBODY, 1L);
    } else if (method != "GET") {
        set(CURLOPT_POST, 1L);
        set(CURLOPT_POSTFIELDS, m_request.body.data());
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size()));
        if (method != "POST") {
            set(CURLOPT_CUSTOMREQUEST, method.c_str());
        }
    }
    if (m_request.accept_compressed) {
        set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    }
}

void CurlTransfer::set_headers() {
    for (const auto& [name, value] : m_request.headers) {
        if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
            throw cannot_send("the value of its header " + name + " is more than one line");
        }
        const bool is_blank = value.find_first_not_of(" \t") == std::string::npos;
        add_header_line(is_blank ? name + ";" : name + ": " + value);
    }
    // A name without a value takes back what libcurl would send on its own.
    for (const char* name : {"Accept", "Content-Type", "Expect"}) {
        if (!m_request.headers.get(name)) {
            add_header_line(std::string(name) + ":");
        }
    }
    set(CURLOPT_HTTPHEADER, m_header_list.get());
}

void CurlTransfer::add_header_line(const std::string& line) {
    curl_slist* list = curl_slist_append(m_header_list.get(), line.c_str());
    if (list == nullptr) {
        throw std::bad_alloc();
    }
    static_cast<void>(m_header_list.release());
    m_header_list.reset(list);
}

void CurlTransfer::set_callbacks() {
    // What is announced as larger is refused before it comes.
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(m_request.body_limit));
    set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
}

void CurlTransfer::stop_when_connected() {
    curl_prereq_callback stop = [](void*, char*, char*, int, int) { return CURL_PREREQFUNC_ABORT; };
    set(CURLOPT_PREREQFUNCTION, stop);
}

void CurlTransfer::share(CURLSH* share) {
    set(CURLOPT_SHARE, share);
}

std::size_t CurlTransfer::on_body(char* data, std::size_t size, std::size_t count,
                                  void* self) noexcept {
    const std::string_view bytes(data, size * count);
    return static_cast<CurlTransfer*>(self)->take_body(bytes) ? bytes.size() : 0;
}

bool CurlTransfer::take_body(std::string_view bytes) {
    try {
        m_too_large = bytes.size() > m_request.body_limit - m_body.size();
        if (!m_too_large) {
            make_room(m_body.size() + bytes.size());
            m_body.append(bytes);
        }
        return !m_too_large;
    } catch (...) {
        m_exception = std::current_exception();
        return false;
    }
}

/// Growing needs the old memory and the new at the same time, and what was freed may stay with the
/// process. So a body whose size was not announced grows in few steps, the last of them to all that
/// is allowed. Systems give out memory when it is written to.
void CurlTransfer::make_room(std::size_t size) {
    if (size <= m_body.capacity()) {
        return;
    }
    curl_off_t announced = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    const std::size_t limit = m_request.body_limit;
    const std::size_t steps[] = {
        m_body.empty() && announced > 0 ? static_cast<std::size_t>(announced) : 0,
        std::size_t{16} << 10, limit / 40, limit};
    for (const std::size_t step : steps) {
        if (size <= step) {
            m_body.reserve(std::min(step, limit));
            return;
        }
    }
}

/// Which HTTP it is shows when an answer begins.
bool CurlTransfer::may_have_been_http2() const {
    long version = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_HTTP_VERSION, &version);
    return m_request.version == Version::any && uses_tls(m_request.url) &&
           (version == 0 || version == CURL_HTTP_VERSION_2_0);
}

Response CurlTransfer::take_response(CURLcode code) {
    if (m_exception) {
        std::rethrow_exception(m_exception);
    }
    if (m_too_large || code == CURLE_FILESIZE_EXCEEDED) {
        throw body_is_too_large(m_host, m_request.body_limit);
    }
    if (code == CURLE_LOGIN_DENIED) {
        throw cannot_send("its address holds a user name");
    }
    long status = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK) {
        CurlFailure failure;
        failure.code = code;
        failure.host = m_host;
        failure.detail = m_error_text.get();
        failure.answer_began = status != 0;
        failure.may_have_been_http2 = may_have_been_http2();
        failure.certificates_file = trusted_certificates().file;
        failure.now = std::chrono::system_clock::now();
        curl_easy_getinfo(m_handle.get(), CURLINFO_OS_ERRNO, &failure.system_error);
        curl_easy_getinfo(m_handle.get(), CURLINFO_HTTP_CONNECTCODE, &failure.proxy_status);
        throw describe(failure);
    }
    Response response;
    response.status = static_cast<int>(status);
    for (curl_header* header = nullptr;
         (header = curl_easy_nextheader(m_handle.get(), CURLH_HEADER, -1, header)) != nullptr;) {
        response.headers.add(header->name, header->value);
    }
    response.body = std::move(m_body);
    return response;
}

} // namespace http
