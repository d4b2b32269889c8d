// SPDX-License-Identifier: Apache-2.0
#include "cli/upload/upload_check.hpp"

#include "archive/catalogue/upload_records.hpp"
#include "base/text/time_format.hpp"
#include "cli/archive/archive_words.hpp"
#include "cli/upload/upload_connection.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

namespace cli {
namespace {

constexpr int k_check_attempts = 3;
constexpr std::size_t k_check_batch = 500;

/// The objects of a bucket in the order of their keys.
class Listing {
public:
    /// Asks for the first of them, so that a bucket that cannot be listed is noticed.
    Listing(s3::BucketClient& client, const std::string& prefix, std::stop_token stop)
        : m_client(client),
          m_prefix(prefix.empty() ? "" : prefix + "/"),
          m_stop(std::move(stop)),
          m_page(m_client.list({.prefix = m_prefix}, m_stop)) {}

    /// The size of an object; std::nullopt when it was not listed. Ask in order.
    std::optional<std::uintmax_t> size_of(const std::string& key) {
        for (;;) {
            if (m_next == m_page.objects.size()) {
                if (m_page.continuation.empty()) {
                    return {};
                }
                m_page = m_client.list({.prefix = m_prefix, .continuation = m_page.continuation},
                                       m_stop);
                m_next = 0;
                continue;
            }
            const s3::ListedObject& object = m_page.objects[m_next];
            if (object.key > key) {
                return {};
            }
            if (object.key == key) {
                return object.size;
            }
            ++m_next;
        }
    }

private:
    s3::BucketClient& m_client;
    std::string m_prefix;
    std::stop_token m_stop;
    s3::ListPage m_page;
    std::size_t m_next = 0;
};

/// One check of one place.
class UploadCheck {
public:
    UploadCheck(Context& context, const UploadDestination& destination,
                const CheckedPictures& pictures)
        : m_context(context),
          m_connection(context, destination, k_check_attempts, context.stop()),
          m_records(context.archive().catalogue()),
          m_cameras(pictures.cameras.begin(), pictures.cameras.end()),
          m_from(pictures.from),
          m_is_narrowed(pictures.is_narrowed) {}

    bool run() {
        Listing listing(m_connection.client(), m_connection.place().prefix, m_context.stop());
        for (const std::string& camera : m_cameras) {
            const auto found = m_records.not_uploaded(m_connection.target(), camera, m_from);
            m_rest.waiting += found.waiting;
            m_rest.never += found.never;
        }
        std::string after;
        for (bool is_more = true; is_more;) {
            const auto page = m_records.sent_to(m_connection.target(), k_check_batch, after);
            compare(page, listing);
            is_more = page.size() == k_check_batch;
            after = page.empty() ? after : page.back().object;
        }
        print_report();
        return is_all_there();
    }

private:
    bool is_all_there() const { return m_wrong == 0 && m_rest.waiting + m_rest.never == 0; }

    void compare(const std::vector<archive::SentUpload>& page, Listing& listing) {
        std::vector<archive::SentUpload> lost;
        for (const archive::SentUpload& sent : page) {
            if (!m_cameras.contains(sent.camera_id) || sent.captured < m_from) {
                continue;
            }
            ++m_checked;
            const auto size = size_of(listing, sent.object);
            if (size != sent.size) {
                ++m_wrong;
                print_wrong(sent, size.has_value());
                lost.push_back(sent);
            }
        }
        if (!lost.empty()) {
            m_again += m_records.send_again(m_connection.target(), lost);
        }
    }

    /// Not every engine lists in order: before something is called missing, it is asked for.
    std::optional<std::uintmax_t> size_of(Listing& listing, const std::string& key) {
        if (const auto size = listing.size_of(key)) {
            return size;
        }
        const auto facts = m_connection.client().head(key, m_context.stop());
        return facts ? std::optional(facts->size) : std::nullopt;
    }

    void print_wrong(const archive::SentUpload& sent, bool is_there) {
        const char* const what = is_there ? "changed" : "missing";
        const std::string address = address_of(m_connection.place(), sent.object);
        Output& output = m_context.output();
        if (output.options().json) {
            output.result_json({{"found", what}, {"uploaded_to", address}});
            return;
        }
        output.marked_result(
            Tone::bad, what,
            fmt::format("  {}  ({}, {})", address, sent.camera_name,
                        base::format_local_time(sent.captured, "%Y-%m-%d %H:%M:%S")));
    }

    void print_report() {
        Output& output = m_context.output();
        if (output.options().json) {
            output.result_json({{"target", m_connection.target().url},
                                {"checked", m_checked},
                                {"errors", m_wrong},
                                {"waiting", m_rest.waiting},
                                {"never_uploaded", m_rest.never}});
            return;
        }
        std::string found = is_all_there() ? ", no errors found" : "";
        if (m_wrong > 0) {
            found += fmt::format(", {}", counted(m_wrong, "error", "errors"));
        }
        if (m_rest.waiting > 0) {
            found += fmt::format(", {}", counted(m_rest.waiting, "waits", "wait"));
        }
        if (m_rest.never > 0) {
            found += fmt::format(
                ", {}", counted(m_rest.never, "was never uploaded", "were never uploaded"));
        }
        output.wrapped_result("",
                              fmt::format("{}: {} checked{}", m_connection.target().url,
                                          counted_pictures(m_checked), found),
                              is_all_there() ? Tone::good : Tone::bad);
        print_way_out();
    }

    void print_way_out() {
        Output& output = m_context.output();
        const std::string command = way_out();
        if (m_again > 0) {
            output.notice(fmt::format("{} now; to upload {} again, {}",
                                      counted(m_again, "picture waits", "pictures wait"),
                                      m_again == 1 ? "it" : "them", command));
        } else if (m_rest.waiting + m_rest.never > 0) {
            output.notice(fmt::format("to upload the rest, {}", command));
        }
        if (m_wrong > m_again) {
            output.notice(
                fmt::format("{} here any more either",
                            counted(m_wrong - m_again, "picture is not", "pictures are not")));
        }
    }

    /// What uploads the pictures that were looked at, and no others.
    std::string way_out() const {
        if (m_is_narrowed) {
            return "run the same command without --check";
        }
        const std::string url = m_connection.place().url();
        // Shells take a question mark for a pattern.
        const char* const quote = url.find('?') == std::string::npos ? "" : "'";
        return m_context.output().complete(
            fmt::format("run: ring-snapshot upload {}{}{}", quote, url, quote));
    }

    Context& m_context;
    UploadConnection m_connection;
    archive::UploadRecords m_records;
    std::set<std::string> m_cameras;
    base::SystemTime m_from;
    bool m_is_narrowed;
    std::size_t m_checked = 0;
    /// Missing, or of another size, there.
    std::size_t m_wrong = 0;
    /// Of those the ones that are to be uploaded again.
    std::size_t m_again = 0;
    archive::NotUploaded m_rest;
};

} // namespace

bool check_upload(Context& context, const UploadDestination& destination,
                  const CheckedPictures& pictures) {
    return UploadCheck(context, destination, pictures).run();
}

} // namespace cli
