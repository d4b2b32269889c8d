// SPDX-License-Identifier: Apache-2.0
#include "mqtt/curl_connection.hpp"

#include "http/certificates.hpp"
#include "http/curl/curl_certificates.hpp"
#include "http/curl/curl_failure.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <new>
#include <type_traits>

namespace mqtt {

namespace {

using http::CertificateProblem;
using http::Fault;

/// Name look-up, TCP and TLS together.
constexpr std::chrono::milliseconds k_longest_connect = std::chrono::seconds(10);

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

struct FreeMulti {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};

http::Certificates trusted_for(const Broker& broker) {
    return broker.ca_file.empty()
               ? http::trusted_certificates()
               : http::Certificates{.file = broker.ca_file, .from_environment = true};
}

/// What to do about a connection that HTTP would give other advice for.
std::string hint_for(const http::TransportError& failure, const Broker& broker) {
    if (failure.fault() != Fault::tls) {
        return broker.tls ? "check that the broker runs, its address, and that this port is one "
                            "for TLS"
                          : "check that the broker runs, and its address and port";
    }
    if (!failure.certificate_problem()) {
        return broker.ca_file.empty() ? failure.hint()
                                      : "check what --mqtt-ca names, a file of certificates in PEM "
                                        "form, and that the port is one for TLS";
    }
    switch (*failure.certificate_problem()) {
    case CertificateProblem::wrong_host:
        return "give the broker's address by a name that its certificate is for";
    case CertificateProblem::self_signed:
    case CertificateProblem::unknown_issuer:
        return broker.ca_file.empty()
                   ? "name the certificate of the authority that signed it with --mqtt-ca"
                   : "check that --mqtt-ca names the certificate of the authority that signed it";
    default:
        return failure.hint();
    }
}

/// A connection whose failures are the broker's, not the Ring service's.
class CurlConnection final : public Connection {
public:
    explicit CurlConnection(const Broker& broker);
    ~CurlConnection() override;

    CurlConnection(const CurlConnection&) = delete;
    CurlConnection& operator=(const CurlConnection&) = delete;

    bool connect() override;
    std::size_t send(std::string_view bytes) override;
    std::size_t receive(char* buffer, std::size_t size) override;
    void wait(bool for_output, std::chrono::milliseconds most) override;
    void wake() override;

private:
    template <typename Value>
    void set(CURLoption option, Value value);
    base::Error failure(CURLcode code) const;

    const Broker m_broker;
    const std::string m_address;
    const http::Certificates m_certificates;
    std::array<char, CURL_ERROR_SIZE> m_error_text{};
    // libcurl wants the multi handle to go last.
    std::unique_ptr<CURLM, FreeMulti> m_multi;
    std::unique_ptr<CURL, FreeEasy> m_handle;
    curl_socket_t m_socket = CURL_SOCKET_BAD;
};

CurlConnection::CurlConnection(const Broker& broker)
    : m_broker(broker),
      m_address(display_address(broker)),
      m_certificates(trusted_for(broker)),
      m_multi(curl_multi_init()),
      m_handle(curl_easy_init()) {
    if (!m_multi || !m_handle) {
        throw std::bad_alloc();
    }
    set(CURLOPT_URL, fmt::format("{}://{}", broker.tls ? "https" : "http", m_address).c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_CONNECT_ONLY, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_SSL_ENABLE_ALPN, 0L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(k_longest_connect.count()));
#if LIBCURL_VERSION_NUM >= 0x075700
    // Otherwise giving up waits for the name look-up.
    set(CURLOPT_QUICK_EXIT, 1L);
#endif
    set(CURLOPT_ERRORBUFFER, m_error_text.data());
    if (broker.tls) {
        try {
            http::check_certificates(m_handle.get(), m_certificates, m_address);
        } catch (const http::TransportError& error) {
            throw base::Error(base::ErrorCode::cannot_write, error.message(), error.hint());
        }
    }
    if (curl_multi_add_handle(m_multi.get(), m_handle.get()) != CURLM_OK) {
        throw std::bad_alloc();
    }
}

CurlConnection::~CurlConnection() {
    curl_multi_remove_handle(m_multi.get(), m_handle.get());
}

template <typename Value>
void CurlConnection::set(CURLoption option, Value value) {
    // libcurl reads its variadic argument as long or pointer, never as int.
    static_assert(std::is_same_v<Value, long> || std::is_pointer_v<Value>);
    if (const CURLcode code = curl_easy_setopt(m_handle.get(), option, value); code != CURLE_OK) {
        throw base::Error(base::ErrorCode::unexpected,
                          fmt::format("libcurl refuses option {}: {}", static_cast<int>(option),
                                      curl_easy_strerror(code)));
    }
}

base::Error CurlConnection::failure(CURLcode code) const {
    http::CurlFailure failure;
    failure.code = code;
    failure.host = m_address;
    failure.detail = m_error_text.data();
    failure.certificates_file = m_certificates.file;
    failure.now = std::chrono::system_clock::now();
    curl_easy_getinfo(m_handle.get(), CURLINFO_OS_ERRNO, &failure.system_error);
    const http::TransportError told = http::describe(failure);
    return {base::ErrorCode::cannot_write, told.message(), hint_for(told, m_broker)};
}

bool CurlConnection::connect() {
    if (m_socket != CURL_SOCKET_BAD) {
        return true;
    }
    int running = 0;
    if (curl_multi_perform(m_multi.get(), &running) != CURLM_OK) {
        throw failure(CURLE_FAILED_INIT);
    }
    int queued = 0;
    const CURLMsg* message = curl_multi_info_read(m_multi.get(), &queued);
    if (message == nullptr || message->msg != CURLMSG_DONE) {
        return false;
    }
    if (message->data.result != CURLE_OK) {
        throw failure(message->data.result);
    }
    if (curl_easy_getinfo(m_handle.get(), CURLINFO_ACTIVESOCKET, &m_socket) != CURLE_OK ||
        m_socket == CURL_SOCKET_BAD) {
        throw failure(CURLE_RECV_ERROR);
    }
    return true;
}

std::size_t CurlConnection::send(std::string_view bytes) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(m_handle.get(), bytes.data(), bytes.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) {
        throw failure(CURLE_SEND_ERROR);
    }
    return code == CURLE_OK ? sent : 0;
}

std::size_t CurlConnection::receive(char* buffer, std::size_t size) {
    std::size_t received = 0;
    const CURLcode code = curl_easy_recv(m_handle.get(), buffer, size, &received);
    if (code == CURLE_AGAIN) {
        return 0;
    }
    if (code != CURLE_OK || received == 0) {
        throw failure(CURLE_RECV_ERROR);
    }
    return received;
}

void CurlConnection::wait(bool for_output, std::chrono::milliseconds most) {
    curl_waitfd watched{};
    watched.fd = m_socket;
    watched.events = static_cast<short>(CURL_WAIT_POLLIN | (for_output ? CURL_WAIT_POLLOUT : 0));
    const bool is_connected = m_socket != CURL_SOCKET_BAD;
    curl_multi_poll(m_multi.get(), is_connected ? &watched : nullptr, is_connected ? 1U : 0U,
                    static_cast<int>(most.count()), nullptr);
}

void CurlConnection::wake() {
    curl_multi_wakeup(m_multi.get());
}

} // namespace

std::unique_ptr<Connection> connect_by_curl(const Broker& broker) {
    return std::make_unique<CurlConnection>(broker);
}

} // namespace mqtt
