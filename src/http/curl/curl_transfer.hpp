// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "http/client.hpp"

#include <curl/curl.h>

#include <exception>
#include <memory>
#include <string>
#include <string_view>

namespace http {

/// Host and port of a URL, for messages; a stand-in when it cannot be read.
std::string display_host(const std::string& url);

/// One request on its way as libcurl carries it. Made and read by the calling thread; while its
/// handle is part of the multi handle, the driver thread alone may touch it.
class CurlTransfer {
public:
    /// @param request  must outlive this object
    /// Throws Error{unexpected} for a request that cannot be sent as it is.
    explicit CurlTransfer(const Request& request);

    CurlTransfer(const CurlTransfer&) = delete;
    CurlTransfer& operator=(const CurlTransfer&) = delete;

    /// Ends the transfer, with CURLE_ABORTED_BY_CALLBACK, when it is connected and before it sends
    /// anything; libcurl keeps the connection when it speaks HTTP/2. Call it before the start.
    void stop_when_connected();

    /// Shares TLS sessions with the other transfers. Call it before the start; `share` must outlive
    /// this object.
    void share(CURLSH* share);

    CURL* handle() const { return m_handle.get(); }

    const std::string& host() const { return m_host; }

    /// The answer of a transfer that ended with `code`, without its times; throws TransportError
    /// when there is none. Call it once.
    Response take_response(CURLcode code);

private:
    struct FreeEasy {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };

    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    template <typename Value>
    void set(CURLoption option, Value value);
    void set_connection();
    void set_certificates();
    void set_method_and_body();
    void set_headers();
    void add_header_line(const std::string& line);
    void set_callbacks();

    static std::size_t on_body(char* data, std::size_t size, std::size_t count,
                               void* self) noexcept;

    bool take_body(std::string_view bytes);
    void make_room(std::size_t size);
    bool may_have_been_http2() const;

    const Request& m_request;
    std::string m_host;
    std::unique_ptr<CURL, FreeEasy> m_handle;
    std::unique_ptr<curl_slist, FreeList> m_header_list;
    std::unique_ptr<char[]> m_error_text;
    std::string m_body;
    bool m_too_large = false;
    std::exception_ptr m_exception;
};

} // namespace http
